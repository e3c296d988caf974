/** `thoth provenance-check [PATH]`: whether what is locked comes from where the locks say, for each project of a folder. */

import {
  type AdviceServices,
  checkProvenance,
  formatSafeJson,
  provenancePage,
  type ProvenanceReport,
  provenanceTitle,
  terminalLine,
} from "../advise/index.ts";
import { isDay, UserError } from "../base/index.ts";
import { keepTelling, projectPath, type ProjectPlace, readProjects } from "../project/index.ts";
import type { ProjectFolder } from "./advise-command.ts";
import type { Output } from "./output.ts";
import { heading } from "./repository-text.ts";
import { renderTerminal } from "./terminal-markdown.ts";

export interface ProvenanceOptions {
  readonly json: boolean;
  readonly project: string | undefined;
  readonly environment: string | undefined;
  /** ISO 8601 day. */
  readonly lockedOn: string | undefined;
  /** Addresses. */
  readonly allowIndex: readonly string[] | undefined;
  readonly compareAllIndexes: boolean;
}

/** A day that is none. */
export class InvalidDay extends UserError {
  readonly code = "INVALID_DAY";
  constructor(option: string, text: string) {
    super(`${option}: \`${text}\` is not a day such as \`2026-11-26\``);
  }
}

/** What was found in one project, or what keeps it from being looked at. */
interface Checked {
  readonly place: ProjectPlace;
  readonly outcome: ProvenanceReport | UserError;
}

/** As the command of the older tool has it: something is wrong with what is locked. */
const failureCode = 4;

/**
 * @param before the same repository as it was, where there is such a folder.
 * @returns 0 without a failure, 4 with one, 1 where something could not be looked at. @throws {UserError}
 */
export async function runProvenanceCheck(
  { folder, before }: { readonly folder: ProjectFolder; readonly before: ProjectFolder | undefined },
  options: ProvenanceOptions,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { lockedOn, environment, project: only } = options;
  if (lockedOn !== undefined && !isDay(lockedOn)) throw new InvalidDay("--locked-on", lockedOn);
  const files = keepTelling(await folder.list(signal));
  const { places } = await readProjects({ files, readFile: folder.read, only }, signal);
  const checked: Checked[] = [];
  for (const place of places) {
    const request = {
      readFile: folder.read,
      readBefore: before?.read,
      options: { place, environment },
      allowed: options.allowIndex,
      lockedOn,
      comparesAll: options.compareAllIndexes,
      progress: (words: string) => output.say(`${projectPath(place)}: ${words}`),
    };
    checked.push({ place, outcome: await unlessUserError(() => checkProvenance(request, services, signal)) });
  }
  const [first] = checked;
  if (checked.length === 1 && first!.outcome instanceof UserError) throw first!.outcome;
  if (options.json) output.data(`${formatSafeJson({ projects: checked.map(reportOf) }, 2)}\n`);
  else writeChecked(checked, output);
  return exitCode(checked);
}

async function unlessUserError<T>(run: () => Promise<T>): Promise<T | UserError> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function exitCode(checked: readonly Checked[]): number {
  const reports = checked.map(({ outcome }) => outcome);
  if (reports.some((report) => !(report instanceof UserError) && report.counts.failure > 0)) return failureCode;
  const isWhole = reports.every((report) => !(report instanceof UserError) && isLooked(report));
  return isWhole ? 0 : 1;
}

/** An environment without a lock is as it should be; one whose files cannot be read is not. */
function isLooked({ unchecked }: ProvenanceReport): boolean {
  return unchecked.every(({ code }) => code === "NO_LOCK");
}

function reportOf({ place, outcome }: Checked): object {
  const project = projectPath(place);
  if (!(outcome instanceof UserError)) return { project, ...outcome };
  const { code, message, hint } = outcome;
  return { project, error: { code, message, hint } };
}

function writeChecked(checked: readonly Checked[], output: Output): void {
  for (const [i, { place, outcome }] of checked.entries()) {
    if (checked.length > 1) output.data(`${i === 0 ? "" : "\n"}${heading(projectPath(place))}`);
    if (outcome instanceof UserError) output.data(`error: ${terminalLine(outcome.message)}\n`);
    else output.data(`${provenanceTitle(outcome)}\n\n${renderTerminal(provenancePage(outcome), output)}`);
  }
}
