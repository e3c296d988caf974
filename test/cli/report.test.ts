import assert from "node:assert/strict";
import { test } from "node:test";

import { planChange } from "../../src/advise/plan.ts";
import { type ProjectReport, projectReport } from "../../src/cli/index.ts";
import { inference, training } from "../support/example-advice.ts";
import { failed, planInput, planned, unsolvable } from "../support/made-up-advice.ts";

function report(...advice: Parameters<typeof planned>[0][]): ProjectReport {
  const environments = advice.map((one) => planned(one));
  return projectReport({ plan: planChange(planInput(environments)), environments }, "c0ffee");
}

test("a change is reported with its branch, its commit and every environment", () => {
  const { branch, commit, title, environments } = report(inference(), training());
  assert.deepEqual([branch, commit], ["thoth/advise", "c0ffee"]);
  assert.match(title!, /^security: fix 12 advisories/);
  const [first] = environments;
  assert.deepEqual(
    [first!.name, first!.satisfiable, first!.proved, first!.packages["flask"], first!.advisories!.after],
    ["inference", true, false, "3.0.3", []],
  );
});

test("reasons are plain words, with the addresses of advisories", () => {
  const because = new Map(report(inference()).environments[0]!.changes.map((change) => [change.name, change.because]));
  assert.equal(because.get("flask"), "Fixes PYSEC-2023-62 <https://osv.dev/vulnerability/PYSEC-2023-62>");
  assert.equal(because.get("blinker"), "`flask 3.0.3` requires `blinker>=1.6.2`");
});

test("an environment without an answer says why, and nothing is proposed", () => {
  const { branch, commit, environments } = report(unsolvable(), failed());
  assert.deepEqual([branch, commit], [null, null]);
  assert.deepEqual(
    environments.map(({ satisfiable, error }) => [satisfiable, error]),
    [
      [
        false,
        {
          code: "UNSOLVABLE",
          message:
            '`pandas` 3.0.0 and newer cannot be chosen: needs Python `>=3.11`; `overlays/reporting/Pipfile:7` asks for `pandas = ">=3"`',
          hint: "allow `pandas 2.0.3` (`overlays/reporting/Pipfile:7` asks for `>=3`)",
          steps: [
            "`pandas` 3.0.0 and newer cannot be chosen: needs Python `>=3.11`",
            '`overlays/reporting/Pipfile:7` asks for `pandas = ">=3"`',
          ],
        },
      ],
      [false, { code: "INVALID_PIPFILE", message: 'overlays/legacy/Pipfile:4:11: `requests = ">=2"x` is not TOML' }],
    ],
  );
});
