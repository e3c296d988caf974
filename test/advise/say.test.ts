import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceOutcome, AdvisoryHit, BecauseReason, HoldReason } from "../../src/advise/advice.ts";
import { type Markdown, code } from "../../src/advise/encode.ts";
import { sayBecause, sayHeldBack, sayMove } from "../../src/advise/say/changes.ts";
import { sayConflict, sayData, sayFailure, sayPrice, sayProof, sayRelaxations } from "../../src/advise/say/outcome.ts";
import { count, enumerate, sayDay, sayDemand, sayRule } from "../../src/advise/say/words.ts";

const flask = { by: "flask", by_version: "3.0.3", requirement: "blinker>=1.6.2" };
const line = { file: "Pipfile", line: 7, text: 'flask = "*"' };
const own = { by: null, by_version: null, requirement: "flask", line };
const rule = { unit: "thoth.X", message: "breaks with `numpy` 2", link: "https://numpy.org/news" };
const hit: AdvisoryHit = {
  id: "PYSEC-1",
  aliases: [],
  package: "flask",
  version: "1",
  severity: "low",
  fixed_in: null,
  link: "https://osv.dev/PYSEC-1",
  reach: null,
};
const hits = new Map([["PYSEC-1", hit]]);

const becauses: readonly (readonly [BecauseReason, string])[] = [
  [{ kind: "required", demand: flask }, "`flask 3.0.3` requires `blinker>=1.6.2`"],
  [{ kind: "required", demand: own }, '`Pipfile:7` asks for `flask = "*"`'],
  [{ kind: "not-required" }, "Nothing in the stack requires it any more"],
  [{ kind: "fixes", advisories: ["PYSEC-1"] }, "Fixes [PYSEC-1](https://osv.dev/PYSEC-1)"],
  [{ kind: "fixes", advisories: ["A", "B", "C", "D", "E"] }, "Fixes A, B, C and 2 more"],
  [{ kind: "rule", rule }, "breaks with `numpy` 2 (`thoth.X`, [numpy.org](https://numpy.org/news))"],
  [{ kind: "excluded", rule: { unit: "yanked", message: "yanked" } }, "The locked release may not be chosen: yanked"],
  [{ kind: "demanded", demand: flask }, "`flask 3.0.3` requires `blinker>=1.6.2`"],
  [{ kind: "newest" }, "Newest eligible release"],
  [
    {
      kind: "frees",
      package: "django",
      version: "4.2.16",
      demand: { by: "django-foo", by_version: "1.2", requirement: "django<4" },
      now: "django>=3",
    },
    "`django-foo 1.2` requires `django<4`, which keeps `django 4.2.16` out; now it requires `django>=3`",
  ],
  [
    {
      kind: "frees",
      package: "django",
      version: "4.2.16",
      demand: { by: "django-foo", by_version: "1.2", requirement: "django<4" },
      now: null,
    },
    "`django-foo 1.2` requires `django<4`, which keeps `django 4.2.16` out; now it does not ask for it",
  ],
  [
    {
      kind: "frees",
      package: "ecdsa",
      version: null,
      demand: { by: "python-jose", by_version: "3.5.0", requirement: "ecdsa!=0.15" },
      now: null,
    },
    "`python-jose 3.5.0` requires `ecdsa!=0.15`; now it does not, and `ecdsa` leaves the stack",
  ],
  [{ kind: "newest-admitted" }, "Newest release that the stack admits"],
  [{ kind: "index", from: "pypi", to: "aicoe" }, "Same version, from index `aicoe` instead of `pypi`"],
];
for (const [because, expected] of becauses)
  test(`says of ${because.kind}: ${expected}`, () => assert.equal(sayBecause(because, hits), expected));

const holds: readonly (readonly [HoldReason, number, string])[] = [
  [
    { kind: "excluded", rule },
    1,
    "`x 2.0` may not be chosen: breaks with `numpy` 2 (`thoth.X`, [numpy.org](https://numpy.org/news))",
  ],
  [{ kind: "demanded", demand: flask }, 1, "`x 2.0` does not fit: `flask 3.0.3` requires `blinker>=1.6.2`"],
  [{ kind: "demanded", demand: flask }, 4, "`x 2.0` and 3 more do not fit: `flask 3.0.3` requires `blinker>=1.6.2`"],
  [
    {
      kind: "conflict",
      chain: [
        { kind: "requires", name: "a", versions: "1", requirement: "b<2" },
        { kind: "root", line },
      ],
    },
    1,
    'No stack has `x 2.0`: `a` 1 requires `b<2`; `Pipfile:7` asks for `flask = "*"`',
  ],
  [
    { kind: "worse", tier: "rules", by: [{ unit: "u", message: "slow" }] },
    2,
    "`x 2.0` and 1 more are worse by rules: slow",
  ],
  [
    {
      kind: "worse",
      tier: "advisories",
      by: [{ unit: "advisories", message: "A (high) affects it", release: { name: "ecdsa", version: "0.19.2" } }],
    },
    1,
    "`x 2.0` is worse by advisories: with `ecdsa 0.19.2`, A \\(high\\) affects it",
  ],
  [{ kind: "traded", price: [{ name: "keras", version: "2.9" }] }, 1, "`x 2.0` fits only with older `keras 2.9`"],
  [
    { kind: "parted", from: ["x", "keras"].map((name) => ({ name, environment: "training" })) },
    1,
    "`x 2.0` fits, but `x` and `keras` would differ from `training`",
  ],
  [{ kind: "traded", price: [] }, 2, "`x 2.0` and 1 more fit, but no stack with it is better"],
];
for (const [hold, covered, expected] of holds)
  test(`says of ${hold.kind}, ${covered} times: ${expected}`, () => {
    assert.deepEqual(sayHeldBack("x", [{ version: "2.0", count: covered, hold }]), [expected]);
  });

const failures: readonly (readonly [AdviceOutcome, string | undefined])[] = [
  [
    { kind: "unsolvable", requirements: [line], explanation: [], relaxations: [] },
    'No stack satisfies it: `Pipfile:7` asks for `flask = "*"`',
  ],
  [
    {
      kind: "unsolvable",
      requirements: [line, { file: "setup.cfg", line: 0, text: "x" }],
      explanation: [],
      relaxations: [],
    },
    'No stack satisfies these lines together: `Pipfile:7` asks for `flask = "*"` and `setup.cfg` asks for `x`',
  ],
  [{ kind: "failed", code: "X", message: "index `corp` does not answer" }, "index `corp` does not answer"],
  [
    { kind: "failed", code: "X", message: "index `corp` is down", hint: "try later" },
    "index `corp` is down; try later",
  ],
  [{ kind: "solved", proved: true, lock: "", packages: {}, changes: [] }, undefined],
];
for (const [outcome, expected] of failures)
  test(`says of ${outcome.kind}: ${expected}`, () => assert.equal(sayFailure(outcome), expected));

test("a demand of the project without a line says so", () => {
  const demand = { by: null, by_version: null, requirement: "flask" };
  assert.equal(sayDemand(demand), "The project requires `flask`");
});

test("a rule whose link leads nowhere keeps its words", () => {
  assert.equal(sayRule({ unit: "u", message: "slow", link: "javascript:alert(1)" }), "slow");
});

for (const [items, expected] of [
  [[], ""],
  [["a"], "`a`"],
  [["a", "b"], "`a` and `b`"],
  [["a", "b", "c", "d"], "`a`, `b`, `c` and `d`"],
  [["a", "b", "c", "d", "e"], "`a`, `b`, `c` and 2 more"],
] as const)
  test(`lists ${items.length} names as ${expected}`, () => assert.equal(enumerate(items.map(code)), expected));

test("counts in words", () => {
  assert.deepEqual([count(1, "advisory"), count(0, "advisory")], ["1 advisory", "0 advisories"]);
});

for (const [time, expected] of [
  ["2024-10-10", "2024-10-10"],
  ["2026-11-24T09:00:00Z", "2026-11-24"],
  ["yesterday", "an unknown day"],
] as const)
  test(`the day of ${time} is ${expected}`, () => assert.equal(sayDay(time), expected));

test("a move names the index only where it is given", () => {
  const change = { name: "x", direct: true, sections: [], because: { kind: "newest" }, held_back: [] } as const;
  const moves = [
    sayMove({ ...change, kind: "upgraded", from: "1", to: "2", sections: [], held_back: [], index: "aicoe" }),
    sayMove({ ...change, kind: "added", from: null, to: "2", sections: [], held_back: [] }),
    sayMove({ ...change, kind: "removed", from: "1", to: null, sections: [], held_back: [] }),
  ];
  assert.deepEqual(moves, ["`1` → `2` from `aicoe`", "`2`", "`1`"]);
});

test("what is not proved is not called best", () => {
  const names: Markdown = code("web");
  assert.match(sayProof(true, names, false), /^Proved best for `web`/);
  assert.match(sayProof(false, names, false), /^Not proved best for `web`/);
  assert.match(sayProof(true, names, true), /^Proved smallest for `web`/);
  assert.match(sayProof(false, names, true), /^Not proved smallest for `web`/);
});

for (const [data, expected] of [
  [
    { kind: "index", name: "pypi", as_of: "2026-11-25T10:00:00Z", url: "https://pypi.org/simple" },
    "index `pypi` ([pypi.org](https://pypi.org/simple)) as of 2026-11-25",
  ],
  [{ kind: "snapshot", name: "s", as_of: "2026-11-24" }, "index snapshot `s` of 2026-11-24"],
  [{ kind: "advisories", name: "pypa", as_of: "2024-10-10" }, "advisories as of 2024-10-10"],
  [{ kind: "rules", name: "prescriptions", as_of: "2026-11-20" }, "rules `prescriptions` of 2026-11-20"],
] as const)
  test(`names data as ${expected}`, () => assert.equal(sayData(data), expected));

test("what one unit excludes is one line, whatever each release says", () => {
  const excluded = (version: string, covered: number, unit: string, message: string) =>
    ({ version, count: covered, hold: { kind: "excluded", rule: { unit, message } } }) as const;
  const held = [
    excluded("4.0", 2, "requires-python", "Requires-Python >=3.10 excludes Python 3.8.0"),
    excluded("3.5", 1, "yanked", "Yanked: broken"),
    excluded("3.0", 3, "requires-python", "Requires-Python >=3.9 excludes Python 3.8.0"),
  ];
  assert.deepEqual(sayHeldBack("x", held), [
    "`x 4.0` and 4 more may not be chosen: Requires-Python &gt;\\=3.10 excludes Python 3.8.0; Requires-Python &gt;\\=3.9 excludes Python 3.8.0",
    "`x 3.5` may not be chosen: Yanked: broken",
  ]);
});

const relaxed = { name: "web", line, bounds: ">=3", without: "bounds", gives: "2.0" } as const;
const dropped = { ...relaxed, name: "old", without: "line", gives: null } as const;
const settings = { file: ".thoth.yaml", line: 5, text: "hold" };
const lifted = { ...relaxed, line: settings, bounds: "1.0", without: "hold" } as const;
const ended = {
  ...lifted,
  line: { ...settings, line: 0 },
  bounds: "3 days",
  without: "cooldown",
  gives: null,
} as const;
for (const [relaxations, expected] of [
  [[], undefined],
  [[{ lines: [relaxed] }], "allow `web 2.0` (`Pipfile:7` asks for `>=3`)"],
  [
    [{ lines: [lifted] }, { lines: [ended] }],
    "lift the hold of `web` (`.thoth.yaml:5`), which gives `web 2.0`, or end the cooldown of `web` (3 days, `.thoth.yaml`)",
  ],
  [
    [{ lines: [relaxed, dropped] }, { lines: [dropped] }],
    "allow `web 2.0` (`Pipfile:7` asks for `>=3`) and leave out `old` (`Pipfile:7`), or leave out `old` (`Pipfile:7`)",
  ],
] as const)
  test(`relaxations are told as ${expected}`, () => {
    const said = sayRelaxations(relaxations.map(({ lines }) => ({ lines: [...lines] })));
    assert.equal(said, expected);
  });

test("a conflict of many steps is told in ten, and the rest is counted", () => {
  const steps = Array.from({ length: 30 }, (_, i) => ({ kind: "missing", name: `p${i}`, reason: "is gone" }) as const);
  const said = sayConflict(steps);
  assert.deepEqual(said.slice(-3), ["`p8` is gone", "And so on, 20 more steps", "`p29` is gone"]);
  assert.equal(said.length, 11);
});

const priced = { name: "flask", line, bounds: "<3", proved: true } as const;
const moves = [
  { name: "flask", from: "2.3", to: "3.0" },
  { name: "old", from: "1.0", to: null },
];
for (const [price, expected] of [
  [{ ...priced, better: [] }, "Nothing would be better without the bounds"],
  [{ ...priced, better: [], proved: false }, "Nothing better was found without the bounds"],
  [
    { ...priced, better: [{ tier: "freshness", packages: moves }] },
    "Better by freshness without the bounds: `flask` `2.3` → `3.0` and no `old`",
  ],
] as const)
  test(`a price is told as ${expected}`, () => {
    assert.deepEqual(sayPrice(price), ['`Pipfile:7` asks for `flask = "*"`', expected]);
  });
