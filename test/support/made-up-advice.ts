/** Advice for what else can happen, and plans to be made from it. */

import type { Advice } from "../../src/advise/advice.ts";
import type { PlanInput, PlannedEnvironment } from "../../src/advise/plan-input.ts";
import { frame, hitsOf, inference, training } from "./example-advice.ts";

/** No stack: two lines of the user's own contradict each other. */
export function unsolvable(): Advice {
  return {
    ...frame("reporting", "stable"),
    outcome: {
      kind: "unsolvable",
      requirements: [
        { file: "overlays/reporting/Pipfile", line: 7, text: 'pandas = ">=3"' },
        { file: "overlays/reporting/Pipfile", line: 11, text: 'python_version = "3.8"' },
      ],
      explanation: [
        {
          kind: "excluded",
          name: "pandas",
          versions: "3.0.0 and newer",
          rule: { unit: "requires-python", message: "needs Python `>=3.11`" },
        },
        { kind: "root", line: { file: "overlays/reporting/Pipfile", line: 7, text: 'pandas = ">=3"' } },
      ],
      relaxations: [
        {
          lines: [
            {
              name: "pandas",
              line: { file: "overlays/reporting/Pipfile", line: 7, text: 'pandas = ">=3"' },
              bounds: ">=3",
              without: "bounds",
              gives: "2.0.3",
            },
          ],
        },
      ],
    },
    advisories: { judged: true, as_of: "2024-10-10", before: hitsOf("training").slice(0, 2), after: [] },
  };
}

/** Not asked at all: a file could not be read. */
export function failed(): Advice {
  return {
    ...frame("legacy", "latest"),
    outcome: {
      kind: "failed",
      code: "INVALID_PIPFILE",
      message: 'overlays/legacy/Pipfile:4:11: `requests = ">=2"x` is not TOML',
      hint: "remove what follows the closing quote",
    },
    advisories: { judged: false, reason: "the lock could not be read" },
    notes: [],
    data: [],
    statistics: null,
  };
}

/** Everything is as it should be. */
export function settled(): Advice {
  const advice = inference();
  if (advice.outcome.kind !== "solved") throw new Error("the example has a solution");
  return {
    ...advice,
    outcome: { ...advice.outcome, proved: true, changes: [] },
    advisories: { judged: true, as_of: "2024-10-10", before: [], after: [] },
  };
}

/** An environment whose old lock differs from the advice's. */
export function planned(advice: Advice, extra: Partial<PlannedEnvironment> = {}): PlannedEnvironment {
  return { advice, oldLock: "old lock\n", ...extra };
}

/** The whole input, with what the three examples have alike. */
export function planInput(environments: readonly PlannedEnvironment[], extra: Partial<PlanInput> = {}): PlanInput {
  return {
    environments,
    project: undefined,
    notes: [],
    command: "thoth advise .",
    inputDigest: "d".repeat(64),
    ...extra,
  };
}

/** The three stories that are compared whole. */
export const stories: Readonly<Record<string, PlanInput>> = {
  changed: planInput([planned(inference()), planned(training())], {
    notes: [{ severity: "info", message: "`host` in `.thoth.yaml` has no effect any more" }],
  }),
  unanswered: planInput([planned(unsolvable()), planned(failed())]),
  nothing: planInput([planned(settled(), { oldLock: "new lock of inference\n" })]),
};
