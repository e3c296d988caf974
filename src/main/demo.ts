/**
 * `npm run demo [-- PATH]`: does for a git repository on disk what the App does on GitHub: reads it at its head, advises
 * every project and runtime environment, and puts each project's change on a branch of its own. Without PATH it does so for the shipped example,
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
  adviseRepository,
  formatSafeJson,
  type Plan,
  type RepositoryAdvice,
  terminalLine,
} from "../advise/index.ts";
import {
  exitCodeOf,
  heading,
  isComplete,
  progressLines,
  refuseLoneMistake,
  renderTerminal,
  repositoryReport,
  type RepositoryReport,
  sayChoice,
  standardOutput,
} from "../cli/index.ts";
import type { BranchOutcome } from "../ports/index.ts";
import { keepTelling, projectPath, type ReadProjectFile } from "../project/index.ts";
import { copyExample } from "./example-repository.ts";
import { ownRules } from "./rules/own-rules.ts";
import { ownKnowledge, warnOfAge } from "./knowledge/own-knowledge.ts";
import { openServices } from "./services.ts";
import { signalOfRun } from "./signal-of-run.ts";

interface DemoOptions {
  readonly online: boolean;
  readonly json: boolean;
  readonly app: boolean;
  readonly project: string | undefined;
}

enableCompileCache();
const output = standardOutput();

await new Command("demo")
  .description("do the App's whole job for a git repository on disk")
  .argument("[path]", "a git repository; without it the shipped example")
  .option("--project <dir>", "only this folder or notebook of the repository")
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
    {
      indexes: options.online ? "own machine" : "shipped",
      progress: progressLines(output),
      rules: await ownRules(signal),
      knowledge: await ownKnowledge(options.online, signal),
    },
    signal,
  );
  warnOfAge(services.advisories, output);
  const folder = path === undefined ? await copyExample(clock, signal) : resolve(path);
  const forge = await GitForge.open(folder, clock, signal);
  const proposals = await propose(forge, options, services, signal);
  const files = await saveReport(proposals);
  show(proposals, options);
  sayWhere(folder, proposals, files);
  return isComplete(proposals.answer) ? 0 : 1;
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
  output.data(`${heading(title)}${renderTerminal(markdown, output).trimEnd()}\n\n`);
}

/** What became of the branches, by path of the project; where nothing changes there is none. */
type Outcomes = ReadonlyMap<string, BranchOutcome>;

interface Proposals {
  readonly answer: RepositoryAdvice;
  readonly outcomes: Outcomes;
}

/** Reads the repository at its head and carries each project's plan out. */
async function propose(
  forge: GitForge,
  { online: isOnline, project: only }: DemoOptions,
  services: AdviceServices,
  signal: AbortSignal,
): Promise<Proposals> {
  const head = await forge.head(signal);
  const readFile: ReadProjectFile = (path, bytes, stop) => forge.readFile(head, path, bytes, stop);
  const all = await forge.listFiles(head, signal);
  const answer = await adviseRepository(
    { all, files: keepTelling(all), readFile, only, isOnline, options: {} },
    services,
    signal,
  );
  sayChoice(answer, output);
  refuseLoneMistake(answer);
  const outcomes = new Map<string, BranchOutcome>();
  for (const project of answer.projects) {
    if (project.kind === "impossible" || project.advice.plan.kind === "nothing") continue;
    const { branch, commitMessage: message, files: changed } = project.advice.plan;
    const outcome = await forge.apply({ branch, base: head, message, files: changed }, signal);
    outcomes.set(projectPath(project.place), outcome);
  }
  return { answer, outcomes };
}

function reportOf({ answer, outcomes }: Proposals): RepositoryReport {
  return repositoryReport(answer, new Map([...outcomes].map(([path, { commit }]) => [path, commit])));
}

interface SavedFiles {
  readonly report: string;
  readonly texts: readonly string[];
}

/** The whole advice as JSON and each pull request as Markdown, in a folder of their own. */
async function saveReport(proposals: Proposals): Promise<SavedFiles> {
  const folder = await mkdtemp(join(tmpdir(), "thoth-report-"));
  const report = join(folder, "report.json");
  const advised = proposals.answer.projects.flatMap((project) => (project.kind === "advised" ? [project.advice] : []));
  const advice = advised.flatMap(({ environments }) => environments.map((each) => each.advice));
  await writeFile(report, `${formatSafeJson({ ...reportOf(proposals), advice }, 2)}\n`);
  const texts: string[] = [];
  for (const [i, { plan }] of advised.entries()) {
    const path = join(folder, i === 0 ? "pull-request.md" : `pull-request-${i + 1}.md`);
    const text = plan.kind === "change" ? `# ${plan.title}\n\n${plan.body}\n\n---\n\n${plan.comment}` : plan.body;
    await writeFile(path, `${text.trimEnd()}\n`);
    texts.push(path);
  }
  return { report, texts };
}

function show(proposals: Proposals, { json }: DemoOptions): void {
  if (json) return output.data(`${formatSafeJson(reportOf(proposals), 2)}\n`);
  const { projects } = proposals.answer;
  for (const [i, project] of projects.entries()) {
    if (projects.length > 1) output.data(`${i === 0 ? "" : "\n"}${heading(projectPath(project.place))}`);
    if (project.kind === "advised") showPlan(project.advice.plan);
    else output.data(`error: ${terminalLine(project.error.message)}\n`);
  }
}

function showPlan(plan: Plan): void {
  if (plan.kind === "nothing") return output.data(renderTerminal(plan.body, output));
  output.data(heading(plan.title));
  output.data(`${renderTerminal(plan.body, output).trimEnd()}\n\n`);
  output.data(`Comment\n-------\n\n${renderTerminal(plan.comment, output)}`);
}

function sayWhere(folder: string, { answer, outcomes }: Proposals, files: SavedFiles): void {
  for (const project of answer.projects) {
    if (project.kind === "impossible") continue;
    const { plan } = project.advice;
    const outcome = outcomes.get(projectPath(project.place));
    if (plan.kind === "nothing") output.say(plan.reason);
    else if (outcome !== undefined) output.say(`${branchSentence(plan.branch, outcome)} in ${folder}`);
  }
  output.say(`report: ${files.report}`);
  for (const text of files.texts) output.say(`pull request: ${text}`);
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
