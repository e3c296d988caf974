/**
 * `npm run demo [-- PATH]`: does for a git repository on disk what the App does on GitHub: reads it at its head, advises
 * every runtime environment, and puts the change on a branch of its own. Without PATH it does so for the shipped example,
 * in a temporary copy; with `--app` the App itself does, on a stand-in for GitHub.
 */

import { mkdtemp, writeFile } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { Command } from "commander";

import { GitForge } from "../adapters/git/index.ts";
import {
  type AdviceServices,
  adviseProject,
  formatSafeJson,
  type ProjectAdvice,
  terminalLine,
} from "../advise/index.ts";
import { exitCodeOf, progressLines, projectReport, renderTerminal, standardOutput } from "../cli/index.ts";
import type { BranchOutcome } from "../ports/index.ts";
import { copyExample } from "./example-repository.ts";
import { openServices } from "./services.ts";
import { signalOfRun } from "./signal-of-run.ts";

interface DemoOptions {
  readonly online: boolean;
  readonly json: boolean;
  readonly app: boolean;
}

enableCompileCache();
const output = standardOutput();

await new Command("demo")
  .description("do the App's whole job for a git repository on disk")
  .argument("[path]", "a git repository; without it the shipped example")
  .option("--online", "ask the real indexes in place of the shipped, dated data", false)
  .option("--json", "print the answer as JSON", false)
  .option("--app", "run the App itself: push to a stand-in for GitHub, and show what appears there", false)
  .action(async (path: string | undefined, options: DemoOptions) => {
    const signal = signalOfRun();
    const work = options.app ? () => demoApp(options) : () => demo(path, options, signal);
    process.exitCode = await exitCodeOf(work, output, options.json, signal);
  })
  .parseAsync();

async function demo(path: string | undefined, options: DemoOptions, signal: AbortSignal): Promise<number> {
  const { services, clock } = await openServices(
    { indexes: options.online ? "own machine" : "shipped", progress: progressLines(output) },
    signal,
  );
  const folder = path === undefined ? await copyExample(clock, signal) : resolve(path);
  const forge = await GitForge.open(folder, clock, signal);
  const answer = await propose(forge, options, services, signal);
  const files = await saveReport(answer);
  show(answer, options);
  sayWhere(folder, answer, files);
  return answer.advice.environments.every(({ advice }) => advice.outcome.kind === "solved") ? 0 : 1;
}

async function demoApp({ json }: DemoOptions): Promise<number> {
  // Loaded here: the stand-in belongs to the tests, and no other command needs it.
  const { showApp } = await import("../../examples/app/show-app.ts");
  const { pullRequest, check } = await showApp((step) => output.say(step));
  if (json) {
    output.data(`${formatSafeJson({ pull_request: pullRequest, check_run: check }, 2)}\n`);
    return 0;
  }
  const { title, author, body, comments } = pullRequest;
  showPart(title, body);
  for (const comment of comments) showPart(`Comment of ${comment.author}`, comment.body);
  showPart(`Check run of ${author}: ${check.name}, ${check.conclusion}: ${check.title}`, check.summary ?? "");
  return 0;
}

function showPart(title: string, markdown: string): void {
  const { length } = title;
  output.data(`${terminalLine(title)}\n${"=".repeat(length)}\n\n${renderTerminal(markdown, output).trimEnd()}\n\n`);
}

interface Proposal {
  readonly advice: ProjectAdvice;
  /** What became of the branch; undefined where nothing changes. */
  readonly outcome: BranchOutcome | undefined;
}

/** Reads the repository at its head and carries the plan out. */
async function propose(
  forge: GitForge,
  options: DemoOptions,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<Proposal> {
  const head = await forge.head(signal);
  const advice = await adviseProject(
    {
      readFile: (path, bytes, stop) => forge.readFile(head, path, bytes, stop),
      options: {},
      command: options.online ? "thoth advise --online" : "thoth advise",
    },
    services,
    signal,
  );
  const { plan } = advice;
  if (plan.kind === "nothing") return { advice, outcome: undefined };
  const { branch, commitMessage: message, files } = plan;
  return { advice, outcome: await forge.apply({ branch, base: head, message, files }, signal) };
}

interface SavedFiles {
  readonly report: string;
  readonly text: string;
}

/** The whole advice as JSON and the pull request as Markdown, in a folder of their own. */
async function saveReport({ advice, outcome }: Proposal): Promise<SavedFiles> {
  const folder = await mkdtemp(join(tmpdir(), "thoth-report-"));
  const files = { report: join(folder, "report.json"), text: join(folder, "pull-request.md") };
  const { plan, environments } = advice;
  const whole = { ...projectReport(advice, outcome?.commit ?? null), advice: environments.map((each) => each.advice) };
  await writeFile(files.report, `${formatSafeJson(whole, 2)}\n`);
  const text = plan.kind === "change" ? `# ${plan.title}\n\n${plan.body}\n\n---\n\n${plan.comment}` : plan.body;
  await writeFile(files.text, `${text.trimEnd()}\n`);
  return files;
}

function show({ advice, outcome }: Proposal, { json }: DemoOptions): void {
  if (json) return output.data(`${formatSafeJson(projectReport(advice, outcome?.commit ?? null), 2)}\n`);
  const { plan } = advice;
  if (plan.kind === "nothing") return output.data(renderTerminal(plan.body, output));
  output.data(`${plan.title}\n${"=".repeat(plan.title.length)}\n\n`);
  output.data(`${renderTerminal(plan.body, output).trimEnd()}\n\n`);
  output.data(`Comment\n-------\n\n${renderTerminal(plan.comment, output)}`);
}

function sayWhere(folder: string, { advice: { plan }, outcome }: Proposal, files: SavedFiles): void {
  if (plan.kind === "nothing") output.say(plan.reason);
  else if (outcome !== undefined) output.say(`${branchSentence(plan.branch, outcome)} in ${folder}`);
  output.say(`report: ${files.report}`);
  output.say(`pull request: ${files.text}`);
}

function branchSentence(branch: string, outcome: BranchOutcome): string {
  const at = `branch ${branch} at ${outcome.commit.slice(0, 12)}`;
  switch (outcome.kind) {
    case "created":
    case "updated":
      return `${outcome.kind} ${at}`;
    case "unchanged":
      return `${at} already proposes this`;
    case "foreign":
      return `${at} has commits of somebody else and was left alone`;
  }
}
