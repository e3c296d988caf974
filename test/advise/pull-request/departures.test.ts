import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceDeparture } from "../../../src/advise/advice.ts";
import { writeDepartures } from "../../../src/advise/pull-request/departures.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { inference, pillowRule as rule, training } from "../../support/example-advice.ts";
import { planInput, planned } from "../../support/made-up-advice.ts";

const line = { file: "Pipfile", line: 7, text: 'enum34 = "*"' };
const own = { by: null, by_version: null, requirement: "enum34", line };
const web = { by: "web", by_version: "2.0", requirement: "enum34>=1" };
const said =
  "  - Pillow 8.3.0 cannot be made a NumPy array (`thoth.PillowNumpyArrays`, [github&#8203;\\.com](https://redirect.github.com/python-pillow/Pillow/issues/5571))";

function departures(first: AdviceDeparture[], second: AdviceDeparture[]): string {
  const [one, two] = [
    { ...inference(), departures: first },
    { ...training(), departures: second },
  ];
  return writeDepartures(summarise(planInput([planned(one), planned(two)], {})), 3_000);
}

const cases: readonly (readonly [string, AdviceDeparture, string])[] = [
  [
    "is not installed says who asks for it",
    { kind: "left-out", name: "enum34", demands: [own, web], rule },
    '`enum34` is not installed, although `Pipfile:7` asks for `enum34 = "*"` and `web 2.0` requires `enum34>=1`',
  ],
  [
    "others need all the same says who goes without",
    { kind: "left-out", name: "numpy", demands: [{ ...web, requirement: "numpy>=9" }], rule },
    "`web 2.0` requires `numpy>=9`, and that does not count",
  ],
  [
    "is replaced says by what",
    { kind: "replaced", name: "enum34", instead: "enum-fast", instead_version: "2.0", demands: [own], rule },
    '`enum-fast 2.0` is installed in place of `enum34`: `Pipfile:7` asks for `enum34 = "*"`',
  ],
  [
    "is added says beside what",
    { kind: "added", name: "six", version: "1.0", beside: ["web", "http"], requirement: "six==1.0", rule },
    "`six 1.0` is added for `web` and `http`: nothing else requires it",
  ],
];

for (const [what, departure, sentence] of cases)
  test(`a package that ${what}, and which rule wants it so`, () => {
    assert.equal(departures([departure], [departure]), `## Other than asked for\n\n- ${sentence} (both)\n${said}`);
    assert.equal(departures([departure], []), `## Other than asked for\n\n- ${sentence} (\`inference\`)\n${said}`);
  });

test("where everything is as asked for, there is no section", () => assert.equal(departures([], []), ""));
