/** What the commands of the command line do, from their options to an exit code. */

import { readFileSync } from "node:fs";

import {
  type AdviseOptions,
  type CheckRulesOptions,
  exitCodeOf,
  type FixOptions,
  type Output,
  progressLines,
  type ProvenanceOptions,
  runAdvise,
  runCheckRules,
  runExplainRule,
  runFix,
  runProvenanceCheck,
  runScan,
  runSeal,
  runShowRules,
  runTestRules,
  type ScanOptions,
  type SealOptions,
  type ShowRulesOptions,
  standardOutput,
} from "../cli/index.ts";
import { openFolder } from "./folder.ts";
import { showKnowledge, updateKnowledge } from "./knowledge/commands.ts";
import { ownKnowledge, warnOfAge } from "./knowledge/own-knowledge.ts";
import { ownRules } from "./rules/own-rules.ts";
import { openServices } from "./services.ts";
import { signalOfRun } from "./signal-of-run.ts";

/** One run of a command: where it writes, and what ends it. */
export interface Run {
  readonly output: Output;
  readonly signal: AbortSignal;
}

export interface ProvenanceCheckOptions extends ProvenanceOptions {
  readonly before?: string;
  readonly offline: boolean;
}

const commands = {
  advise,
  checkProvenance,
  checkRules: (folders: string[], options: CheckRulesOptions, { output, signal }: Run) =>
    runCheckRules(folders, options, output, signal),
  explainRule,
  fix,
  scan: (path: string, options: ScanOptions, { output, signal }: Run) =>
    runScan(() => openFolder(path), options, ownVersion(), output, signal),
  seal,
  showKnowledge,
  showRules,
  testRules: (folders: string[], options: { readonly json: boolean }, { output, signal }: Run) =>
    runTestRules(folders, options, output, signal),
  updateKnowledge,
};

export type Commands = typeof commands;

/** @returns the exit code; an error for people is written. */
export async function carryOut(
  command: (commands: Commands, run: Run) => Promise<number>,
  { json }: { readonly json: boolean },
): Promise<number> {
  const run = { output: standardOutput(), signal: signalOfRun() };
  return await exitCodeOf(() => command(commands, run), run.output, json, run.signal);
}

async function advise(path: string, options: AdviseOptions, { output, signal }: Run): Promise<number> {
  const { folder, services } = await openFor(path, options, { output, signal });
  return runAdvise(folder, options, services, output, signal);
}

async function fix(ids: string, path: string, options: FixOptions, { output, signal }: Run): Promise<number> {
  const { folder, services } = await openFor(path, options, { output, signal });
  return runFix(ids, folder, options, services, output, signal);
}

async function checkProvenance(
  path: string,
  options: ProvenanceCheckOptions,
  { output, signal }: Run,
): Promise<number> {
  const folder = await openFolder(path);
  const before = options.before === undefined ? undefined : await openFolder(options.before);
  const indexes = options.offline ? "shipped" : "own machine";
  const knowledge = await ownKnowledge(!options.offline, signal);
  const { services } = await openServices({ indexes, progress: progressLines(output), knowledge }, signal);
  warnOfAge(services.advisories, output);
  return runProvenanceCheck({ folder, before }, options, services, output, signal);
}

async function seal(options: SealOptions, { output, signal }: Run): Promise<number> {
  const { sealTools } = await import("./seal-tools.ts");
  return runSeal(options, sealTools(new Date()), output, signal);
}

async function showRules(options: ShowRulesOptions, { output, signal }: Run): Promise<number> {
  const { folder, services } = await openHere({ output, signal });
  return runShowRules(folder, options, services, output, signal);
}

async function explainRule(
  name: string | undefined,
  options: Omit<ShowRulesOptions, "package">,
  run: Run,
): Promise<number> {
  if (name === undefined) return showRules(options, run);
  const { folder, services } = await openHere(run);
  return runExplainRule(folder, { ...options, name }, services, run.output, run.signal);
}

/** This folder and the rules in force. */
async function openHere({ output, signal }: Run) {
  const folder = await openFolder(".");
  const progress = progressLines(output);
  const [rules, knowledge] = [await ownRules(signal), await ownKnowledge(true, signal)];
  const { services } = await openServices({ indexes: "own machine", progress, rules, knowledge }, signal);
  return { folder, services };
}

/** The folder at `path`, and what advice on it is made with. */
async function openFor(path: string, { online }: Pick<AdviseOptions, "online">, { output, signal }: Run) {
  const folder = await openFolder(path);
  const { services } = await openServices(
    {
      indexes: online ? "own machine" : "shipped",
      progress: progressLines(output),
      rules: await ownRules(signal),
      knowledge: await ownKnowledge(online, signal),
    },
    signal,
  );
  warnOfAge(services.advisories, output);
  return { folder, services };
}

function ownVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
