/**
 * What predictors are worth: how much work the search does with each until its first stack, until the best one and until
 * the proof, and how many releases it reads; and what the roll-outs of old reach without a solver:
 *
 *     node bench/predictors.ts [--seeds N] [--roll-outs N] [--only TEXT] [--json]
 *
 * Work is counted in literals whose consequences are drawn, so that figures are the same on every machine; those of a
 * roll-out are choices and compare only with their like. Figures of predictors that draw lots are means over the seeds
 * (3). "Taught" predictors run again with what their own first run has learned. At the end stand the geometric means of
 * what each takes compared with `latest`, over the questions that have a stack, and how many best stacks each found.
 */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { packagesOf, parseScenario, parseUniverseDocument } from "../src/main/conformance/universe-document.ts";
import { universeProblem } from "../src/main/conformance/universe-problem.ts";
import {
  noKnowledge,
  parsePredictorKnowledge,
  type PredictorName,
  predictorNames,
  type Problem,
  resolve,
} from "../src/resolver/index.ts";
import { families } from "../test/support/families/all.ts";
import { problemOfInstance, worldOf } from "../test/support/families/family.ts";
import { type Policy, rollOut } from "./roll-outs.ts";

/** Scenarios over fewer releases are no test of a search. */
const LARGE = 200;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "3" },
    "roll-outs": { type: "string", default: "1000" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);

interface Question {
  readonly name: string;
  /** The same each time, with nothing read. */
  readonly problem: () => Problem;
}

interface Row {
  readonly question: string;
  readonly predictor: string;
  readonly toFirst: number | undefined;
  readonly toBest: number | undefined;
  /** Until the answer is proved; undefined for roll-outs, which prove nothing. */
  readonly toProof: number | undefined;
  readonly reads: number;
  readonly cost: string;
}

const rows: Row[] = [];
for (const question of [...scenarios(), ...instances()].filter(({ name }) => name.includes(values.only))) {
  const found = [...(await ofPredictors(question)), ...(await ofRollOuts(question))];
  rows.push(...found);
  if (!values.json) print(question.name, found);
}
if (!values.json) summarise();
if (values.json) console.log(JSON.stringify({ seeds, rollOuts: Number(values["roll-outs"]), rows }, undefined, 2));

function* scenarios(): Iterable<Question> {
  const url = new URL("../test/data/resolver-scenarios.json", import.meta.url);
  const document = parseUniverseDocument(JSON.parse(readFileSync(url, "utf8")));
  for (const scenario of document.scenarios.map(parseScenario)) {
    const packages = packagesOf(document, scenario);
    if (Object.values(packages).reduce((sum, releases) => sum + Object.keys(releases).length, 0) < LARGE) continue;
    const name = scenario.id.split("/").at(-1)!;
    for (const objective of ["freshness", "hash101"] as const)
      yield { name: `${name}, ${objective}`, problem: () => universeProblem(scenario, packages, objective) };
  }
}

function* instances(): Iterable<Question> {
  for (const { name, unit, sizes, make } of families) {
    const instance = make(sizes.small, 1);
    yield { name: `${name}, ${sizes.small} ${unit}`, problem: () => problemOfInstance(instance, worldOf(instance)) };
  }
}

async function ofPredictors({ name, problem }: Question): Promise<Row[]> {
  const all: Row[] = [];
  for (const predictor of predictorNames) {
    const runs = await Promise.all(seeds.map((seed) => run(problem, predictor, seed)));
    all.push({ question: name, predictor, ...meanOf(runs.map(([first]) => first)) });
    if (predictor !== "temporal-difference" && predictor !== "mcts") continue;
    all.push({ question: name, predictor: `${predictor}, taught`, ...meanOf(runs.map(([, second]) => second)) });
  }
  return all;
}

type Figures = Omit<Row, "question" | "predictor">;

/** The first run and the second. */
async function run(problem: () => Problem, name: PredictorName, seed: number): Promise<readonly [Figures, Figures]> {
  const { signal } = new AbortController();
  const figures = async (knowledge = noKnowledge): Promise<[Figures, typeof knowledge]> => {
    const predictor = { name, seed, knowledge };
    const settled = await resolve(problem(), { signal, settle: AbortSignal.abort(), predictor });
    const resolution = await resolve(problem(), { signal, predictor });
    if (resolution.kind === "stopped") throw new Error("a run that nobody can stop has stopped");
    const { work, workToBest, metadataRead } = resolution.statistics;
    const cost = resolution.kind === "solved" ? resolution.cost.join() : "none";
    const toFirst = settled.statistics.workToBest;
    const learned = (resolution.kind === "solved" && resolution.learned) || noKnowledge;
    const stored = parsePredictorKnowledge(JSON.parse(JSON.stringify(learned)), "what a run has learned");
    return [{ toFirst, toBest: workToBest, toProof: work, reads: metadataRead, cost }, stored];
  };
  const [first, learned] = await figures();
  const [second] = await figures(learned);
  return [first, second];
}

async function ofRollOuts({ name, problem }: Question): Promise<Row[]> {
  const all: Row[] = [];
  for (const policy of ["greedy", "random", "table"] satisfies Policy[]) {
    // A greedy roll-out is the same every time.
    const count = policy === "greedy" ? 1 : Number(values["roll-outs"]);
    const { toFirst, toBest, reads, cost, valid } = await rollOut(problem(), policy, count, seeds[0]!);
    const described = `${cost?.join() ?? "none"}, ${valid} of ${count} ended with a stack`;
    all.push({
      question: name,
      predictor: `roll-outs: ${policy}`,
      toFirst,
      toBest,
      toProof: undefined,
      reads,
      cost: described,
    });
  }
  return all;
}

function meanOf(runs: readonly Figures[]): Figures {
  const mean = (figures: readonly (number | undefined)[]): number | undefined => {
    const there = figures.filter((figure) => figure !== undefined);
    return there.length === 0 ? undefined : Math.round(there.reduce((sum, figure) => sum + figure, 0) / there.length);
  };
  const costs = new Set(runs.map(({ cost }) => cost));
  if (costs.size !== 1) throw new Error(`seeds have changed what is best: ${[...costs].join("; ")}`);
  return {
    toFirst: mean(runs.map(({ toFirst }) => toFirst)),
    toBest: mean(runs.map(({ toBest }) => toBest)),
    toProof: mean(runs.map(({ toProof }) => toProof)),
    reads: mean(runs.map(({ reads }) => reads))!,
    cost: [...costs][0]!,
  };
}

function summarise(): void {
  const plain = new Map(rows.filter(({ predictor }) => predictor === "latest").map((row) => [row.question, row]));
  const solvable = rows.filter(({ question }) => plain.get(question)!.cost !== "none");
  console.log(`compared with latest\n${line(["", "to first", "to best", "to proof", "reads"])}  best stacks found`);
  for (const predictor of new Set(rows.map((row) => row.predictor))) {
    const own = solvable.filter((row) => row.predictor === predictor);
    const ratio = (figure: "toFirst" | "toBest" | "toProof" | "reads"): string | undefined => {
      const logs = own.map((row) => Math.log(row[figure]! / plain.get(row.question)![figure]!));
      return logs.some((log) => Number.isNaN(log))
        ? undefined
        : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length).toFixed(2);
    };
    // Choices of roll-outs are no work of a solver.
    const isSearch = own.every(({ toProof }) => toProof !== undefined);
    const cells = isSearch ? [ratio("toFirst"), ratio("toBest"), ratio("toProof"), ratio("reads")] : ["", "", "", ""];
    const best = own.filter(({ question, cost }) => cost.split(", ")[0] === plain.get(question)!.cost).length;
    console.log(`${line([`  ${predictor}`, ...cells])}  ${best} of ${own.length}`);
  }
}

function line(cells: readonly (string | number | undefined)[]): string {
  return cells.map((cell, i) => (i === 0 ? String(cell).padEnd(30) : String(cell ?? "-").padStart(10))).join("");
}

function print(name: string, found: readonly Row[]): void {
  console.log(`${name}\n${line(["", "to first", "to best", "to proof", "reads"])}  cost`);
  for (const { predictor, toFirst, toBest, toProof, reads, cost } of found)
    console.log(`${line([`  ${predictor}`, toFirst, toBest, toProof, reads])}  ${cost}`);
  console.log();
}
