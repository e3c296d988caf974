/** What crosses between the worker and the process that looks into files when it is asked for the origin of what is locked. */

import { Compile } from "typebox/compile";

import { type Adviser, type ProvenanceReport, ProvenanceReportSchema } from "../../advise/index.ts";
import { firstMistake } from "../../base/index.ts";

/** Without the readers of files, which do not cross. */
export interface ProvenanceQuestion extends Omit<Parameters<Adviser["provenance"]>[0], "readFile" | "readBefore"> {
  readonly hasBefore: boolean;
}

const report = Compile(ProvenanceReportSchema);

/** @throws {Error} for what is no such answer. */
export function readProvenance(value: unknown): ProvenanceReport {
  if (!report.Check(value)) throw new Error(`the answer is no report: ${firstMistake(report, value)}`);
  return value;
}
