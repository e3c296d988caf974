/** The JSON that the command line prints: a short form of each piece of advice, and the plan beside it. */

import {
  type Advice,
  type AdviceChange,
  type AdviceFix,
  type FixObstacle,
  type ProjectAdvice,
  advisoriesById,
  sayBecause,
  sayConflict,
  sayConflictLine,
  sayObstacle,
  sayProofOf,
  sayRelaxations,
} from "../advise/index.ts";
import { renderPlain } from "./terminal-markdown.ts";

/** One environment as programs read it. `packages` and `changes` are empty where there is no advice. */
export interface EnvironmentReport {
  readonly name: string;
  readonly recommendation_type: string;
  readonly satisfiable: boolean;
  readonly proved: boolean;
  readonly lock_path: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly changes: readonly {
    readonly name: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly because: string;
  }[];
  /** Ids before and after; null where nothing could be judged. */
  readonly advisories: { readonly before: readonly string[]; readonly after: readonly string[] } | null;
  /** What was asked to be fixed and remains, where a fix was asked for. */
  readonly fix?: FixReport;
  /** Why there is no advice, where there is none. */
  readonly error?: EnvironmentError;
}

export interface FixReport {
  /** Ids that were asked for and concern no locked release. */
  readonly absent: readonly string[];
  readonly remaining: readonly {
    readonly id: string;
    readonly package: string;
    readonly version: string;
    readonly kind: FixObstacle["kind"];
    readonly message: string;
    /** The proof, step by step, and what would help; empty where there is none. */
    readonly steps: readonly string[];
  }[];
}

export interface EnvironmentError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Every step of the conflict, from the cause to the user's own line. */
  readonly steps?: readonly string[];
  /** Which rule or unit refuses, and where that is explained. */
  readonly rule?: RefusingRule;
}

interface RefusingRule {
  readonly name: string;
  readonly link?: string;
}

/** What a run proposes. All of `branch` to `comment` are null where nothing changes. */
export interface ProjectReport {
  readonly branch: string | null;
  readonly commit: string | null;
  readonly title: string | null;
  readonly body: string | null;
  readonly comment: string | null;
  readonly environments: readonly EnvironmentReport[];
}

/** @param commit the commit that carries the plan, null where none was made. */
export function projectReport({ plan, environments }: ProjectAdvice, commit: string | null): ProjectReport {
  const proposal =
    plan.kind === "change"
      ? { branch: plan.branch, commit, title: plan.title, body: plan.body, comment: plan.comment }
      : { branch: null, commit: null, title: null, body: null, comment: null };
  return { ...proposal, environments: environments.map(({ advice }) => environmentReport(advice)) };
}

export function environmentReport(advice: Advice): EnvironmentReport {
  const { environment, outcome, advisories } = advice;
  const solved = outcome.kind === "solved" ? outcome : undefined;
  return {
    name: environment.name,
    recommendation_type: environment.recommendation_type,
    satisfiable: solved !== undefined,
    proved: solved?.proved ?? false,
    lock_path: advice.lock_path,
    packages: Object.fromEntries(Object.entries(solved?.packages ?? {}).map(([name, pin]) => [name, pin.version])),
    changes: (solved?.changes ?? []).map((change) => changeReport(change, advice)),
    advisories: advisories.judged
      ? { before: advisories.before.map((hit) => hit.id), after: advisories.after.map((hit) => hit.id) }
      : null,
    ...(advice.fix !== undefined && { fix: fixReport(advice.fix) }),
    ...errorOf(advice),
  };
}

function fixReport({ absent, remaining }: AdviceFix): FixReport {
  return {
    absent,
    remaining: remaining.map(({ id, package: name, version, why }) => {
      const [message, steps] = [renderPlain(sayObstacle(why)), sayProofOf(why).map(renderPlain)];
      return { id, package: name, version, kind: why.kind, message, steps };
    }),
  };
}

function changeReport({ name, from, to, because }: AdviceChange, advice: Advice): EnvironmentReport["changes"][number] {
  return { name, from, to, because: renderPlain(sayBecause(because, advisoriesById(advice))) };
}

function ruleOf({ unit, link }: { readonly unit: string; readonly link?: string | undefined }): RefusingRule {
  return link === undefined ? { name: unit } : { name: unit, link };
}

/** Codes of outcomes that no error stands behind; `docs/errors.md` tells them too. */
export const outcomeCodes = { unsolvable: "UNSOLVABLE", refused: "REFUSED" } as const;

function errorOf({ outcome }: Advice): Pick<EnvironmentReport, "error"> {
  switch (outcome.kind) {
    case "solved":
      return {};
    case "unsolvable": {
      const hint = sayRelaxations(outcome.relaxations);
      const error = {
        code: outcomeCodes.unsolvable,
        message: sayConflict(outcome.explanation).map(renderPlain).join("; "),
        ...(hint !== undefined && { hint: renderPlain(hint) }),
        steps: outcome.explanation.map((line) => renderPlain(sayConflictLine(line))),
      };
      return { error };
    }
    case "refused":
      return { error: { code: outcomeCodes.refused, message: outcome.rule.message, rule: ruleOf(outcome.rule) } };
    case "failed":
      return { error: { code: outcome.code, message: outcome.message } };
  }
}
