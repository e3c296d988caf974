/** The door `prescriptions` with cases: what rules make of the releases and environments that a file names. */

import { readFile } from "node:fs/promises";

import { decodeUtf8 } from "../../base/index.ts";
import { answerCases, type CaseAnswer, caseUnits, parseCases, readPrescriptions } from "../../prescriptions/index.ts";
import { FileUnreadable } from "../folder.ts";

export type CaseLine = { readonly case: string; readonly check: string } & CaseAnswer;

/**
 * @param folder of the rules that answer the cases which state none.
 * @throws {UserError} when the file or the folder cannot be read.
 */
export async function* answerRuleCases(file: string, folder: string, signal: AbortSignal): AsyncGenerator<CaseLine> {
  const bytes = await readFile(file, { signal }).catch((cause: unknown) => {
    throw new FileUnreadable(file, cause);
  });
  const cases = parseCases(file, decodeUtf8(file, bytes));
  const needsRules = cases.cases.some(({ units }) => units === undefined);
  const { units } = needsRules ? readPrescriptions(folder, {}, signal) : { units: [] };
  for (const { case: id, check, answer } of answerCases(cases, caseUnits(units)))
    yield { case: id, check: check.id, ...answer };
}
