/**
 * The door `universe`: scenarios of the format `universe/1` in, one answer per scenario out, in the same order. It runs
 * the product's own resolver and units, so that anyone can check them on universes of their own.
 */

import { explainConflict, sayConflictLine } from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import { renderPlain } from "../../cli/index.ts";
import { isProved, resolve, type Conflict, type Resolution } from "../../resolver/index.ts";
import {
  packagesOf,
  parseScenario,
  parseUniverseDocument,
  type Scenario,
  type UniverseDocument,
} from "./universe-document.ts";
import { COST_SCALE, isKnownPlatform, universeProblem, type UniverseObjective } from "./universe-problem.ts";

export interface UniverseOptions {
  /** What to minimise; without it any stack will do. */
  readonly objective?: UniverseObjective;
  /** The levels to answer; without it all but `universal`. A scenario without level is `plain`. */
  readonly levels?: readonly string[];
}

export type UniverseAnswer =
  /** `skipped` says why the scenario was left out. */
  | { readonly id: string; readonly skipped: string }
  /** The scenario cannot be asked; the others are. `id` is null where it has none. */
  | { readonly id: string | null; readonly error: string }
  | {
      readonly id: string;
      readonly satisfiable: boolean;
      /** Version by name, names sorted; empty when there is no stack. */
      readonly packages: Readonly<Record<string, string>>;
      /** The sum of the objective over the chosen packages. */
      readonly cost?: number;
      readonly proved: boolean;
      readonly ms: number;
      readonly conflict?: {
        readonly requirements: readonly string[];
        readonly lines: readonly string[];
      };
    };

/** @throws {InvalidUniverse} when the document is not one of the format `universe/1`. */
export async function* runUniverse(document: unknown, options: UniverseOptions = {}): AsyncIterable<UniverseAnswer> {
  const parsed = parseUniverseDocument(document);
  for (const scenario of parsed.scenarios) yield await answerOrComplain(parsed, scenario, options);
}

async function answerOrComplain(
  document: UniverseDocument,
  value: unknown,
  options: UniverseOptions,
): Promise<UniverseAnswer> {
  try {
    const scenario = parseScenario(value);
    const skipped = reasonToSkip(scenario, options);
    return skipped === undefined ? await answerScenario(document, scenario, options) : { id: scenario.id, skipped };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { id: idOf(value), error: error.message };
  }
}

function idOf(scenario: unknown): string | null {
  const id = typeof scenario === "object" && scenario !== null && "id" in scenario ? scenario.id : undefined;
  return typeof id === "string" ? id : null;
}

function reasonToSkip(
  { level = "plain", options: asked = {} }: Scenario,
  { levels }: UniverseOptions,
): string | undefined {
  if (levels === undefined ? level === "universal" : !levels.includes(level)) return `level ${level}`;
  if (asked.universal === true) return "one environment only";
  if (asked.resolution !== undefined && asked.resolution !== "highest") return `resolution ${asked.resolution}`;
  if (asked.python_platform !== undefined && !isKnownPlatform(asked.python_platform))
    return `platform ${asked.python_platform}`;
  return undefined;
}

async function answerScenario(
  document: UniverseDocument,
  scenario: Scenario,
  { objective }: UniverseOptions,
): Promise<UniverseAnswer> {
  const problem = universeProblem(scenario, packagesOf(document, scenario), objective);
  const start = performance.now();
  const resolution = await resolve(problem, { signal: new AbortController().signal });
  const ms = Math.round((performance.now() - start) * 1000) / 1000;
  return { id: scenario.id, ...describe(resolution, objective !== undefined), ms };
}

function describe(
  resolution: Resolution,
  hasObjective: boolean,
): Omit<Extract<UniverseAnswer, { ms: number }>, "id" | "ms"> {
  switch (resolution.kind) {
    case "solved":
      return {
        satisfiable: true,
        packages: Object.fromEntries(
          [...resolution.stack].map(([name, { candidate }]) => [name, candidate.version.text]),
        ),
        ...(hasObjective ? { cost: resolution.cost[0]! / COST_SCALE } : {}),
        proved: isProved(resolution),
      };
    case "unsolvable": {
      const { requirements } = resolution.conflict;
      const lines = sayConflict(resolution.conflict);
      const conflict = { requirements: requirements.map(({ text }) => text), lines };
      // A refutation rests on nothing unread: that there is no stack is always proved.
      return { satisfiable: false, packages: {}, proved: true, conflict };
    }
    case "stopped":
      throw new Error("a run that nobody can stop has stopped");
  }
}

/** In the words of the advice. */
function sayConflict(conflict: Conflict): string[] {
  return explainConflict(conflict).map((line) => renderPlain(sayConflictLine(line)));
}
