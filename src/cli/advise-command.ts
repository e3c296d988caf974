/** `thoth advise [PATH]`: the use case on a folder, for each project that is found in it. */

import {
  adviseRepository,
  type AdviceServices,
  compareRepository,
  type EnvironmentPrices,
  formatSafeJson,
  priceRepository,
  type RepositoryAdvice,
} from "../advise/index.ts";
import type { RecommendationType } from "../environments/index.ts";
import { keepTelling, type ReadProjectFile } from "../project/index.ts";
import { packageName } from "../python/index.ts";
import type { ReadSource } from "../source/index.ts";
import type { Output } from "./output.ts";
import { pricesReport, writePrices } from "./price-text.ts";
import { isComplete, repositoryReport } from "./repository-report.ts";
import { sayChoice, writeAnswer } from "./repository-text.ts";
import { typesReport, writeTypes } from "./types-text.ts";

export interface AdviseOptions {
  readonly write: boolean;
  readonly json: boolean;
  readonly online: boolean;
  readonly project: string | undefined;
  readonly python: string | undefined;
  readonly environment: string | undefined;
  readonly recommendationType: RecommendationType | undefined;
  /** In place of advice: what the user's own bounds on this package cost. */
  readonly price?: string;
  /** In place of advice: what each recommendation type would choose. */
  readonly compareTypes?: boolean;
  /** The best stack, where nothing is said. */
  readonly goal?: "advise" | "repair";
}

/** A folder on disk, as the composition root opens it. */
export interface ProjectFolder {
  /** Paths of the files in it, except in folders that tools make; sorted. @throws {UserError} when they are too many. */
  list(signal: AbortSignal): Promise<readonly string[]>;
  readonly read: ReadProjectFile;
  /** The same without decoding: code says itself how it is to be decoded. */
  readonly readBytes: ReadSource;
  /** Replaces the file at once or not at all. */
  write(path: string, text: string): Promise<void>;
}

/** @returns 0 when every environment of every project has its advice, else 1. @throws {UserError} */
export async function runAdvise(
  folder: ProjectFolder,
  options: AdviseOptions,
  services: AdviceServices,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const { environment, python, recommendationType, project: only, online: isOnline } = options;
  const all = await folder.list(signal);
  const request = {
    all,
    files: keepTelling(all),
    readFile: folder.read,
    readSource: folder.readBytes,
    only,
    isOnline,
    options: { environment, python, recommendationType, ...(options.goal && { goal: { kind: options.goal } }) },
  };
  if (options.price !== undefined) {
    const prices = await priceRepository(request, packageName(options.price), services, signal);
    return showPrices(prices, options, output);
  }
  if (options.compareTypes === true) {
    const compared = await compareRepository(request, services, signal);
    if (options.json) output.data(`${formatSafeJson(typesReport(compared), 2)}\n`);
    else writeTypes(compared, output);
    return compared.every(({ error }) => error === undefined) ? 0 : 1;
  }
  const answer = await adviseRepository(request, services, signal);
  sayChoice(answer, output);
  refuseLoneMistake(answer);
  if (options.json) output.data(`${formatSafeJson(repositoryReport(answer), 2)}\n`);
  else writeAnswer(answer, output);
  if (options.write) await writeFiles(answer, folder, output);
  return isComplete(answer) ? 0 : 1;
}

function showPrices(prices: readonly EnvironmentPrices[], { json }: AdviseOptions, output: Output): number {
  if (json) output.data(`${formatSafeJson(pricesReport(prices), 2)}\n`);
  else writePrices(prices, output);
  return prices.every(({ error }) => error === undefined) ? 0 : 1;
}

/** Where there is one project, its mistake is the command's. @throws {UserError} */
export function refuseLoneMistake({ projects }: RepositoryAdvice): void {
  const [first] = projects;
  if (projects.length === 1 && first?.kind === "impossible") throw first.error;
}

/** What each project's plan writes. */
export async function writeFiles({ projects }: RepositoryAdvice, folder: ProjectFolder, output: Output): Promise<void> {
  for (const project of projects) {
    if (project.kind === "impossible") continue;
    const { plan } = project.advice;
    if (plan.kind === "nothing") output.say(plan.reason);
    else
      for (const { path, text } of plan.files) {
        await folder.write(path, text);
        output.say(`wrote ${path}`);
      }
  }
}
