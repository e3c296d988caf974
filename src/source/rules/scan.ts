/** The rules on all files of a repository. */

import { readSources, type SourceFiles, type SourceTimes, usualTimes } from "../read-sources.ts";
import type { UnreadSource } from "../usage.ts";
import { compareFindings, type Finding, type SuppressedFinding } from "./finding.ts";
import { findInFile } from "./find.ts";
import type { Circumstances } from "./rule.ts";

export interface ScanRequest extends SourceFiles {
  readonly circumstances: Circumstances;
}

/** Plain data. */
export interface SourceScan {
  /** The gravest first, then in the order of files. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Files and lines that were read. */
  readonly files: number;
  readonly lines: number;
  readonly unread: readonly UnreadSource[];
}

/** @throws the reason of `signal`, and what `readFile` throws but for `UserError`s. */
export async function scanSources(
  { circumstances, ...files }: ScanRequest,
  signal: AbortSignal,
  times: SourceTimes = usualTimes,
): Promise<SourceScan> {
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const account = await readSources(
    files,
    (facts, isOver) => {
      const found = findInFile(facts, circumstances, isOver);
      for (const finding of found.findings) findings.push(finding);
      for (const finding of found.suppressed) suppressed.push(finding);
    },
    signal,
    times,
  );
  return {
    findings: findings.toSorted(compareFindings),
    suppressed: suppressed.toSorted(compareFindings),
    ...account,
  };
}
