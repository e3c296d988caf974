import { test } from "node:test";
import assert from "node:assert/strict";

import { explainConflict, explainRelaxations, shortened } from "../../../src/advise/reasons/explain-conflict.ts";
import { sayConflictLine } from "../../../src/advise/say/outcome.ts";
import { Requirement, packageName } from "../../../src/python/index.ts";
import type { ConflictLine } from "../../../src/resolver/index.ts";

const web = packageName("web");
const requirement = Requirement.parse("http>=2");
const origin = { file: "overlays/a/Pipfile", line: 7, text: 'web = "*"' };

function explain(lines: readonly ConflictLine[]): string[] {
  return explainConflict({ requirements: [origin], lines, relaxations: [] }).map(sayConflictLine);
}

const lines: readonly (readonly [line: ConflictLine, sentence: string])[] = [
  [{ kind: "missing", name: web, reason: "is not on the index `pypi`" }, "`web` is not on the index `pypi`"],
  [
    { kind: "excluded", name: web, versions: "1.0 to 2.0", reason: { unit: "yanked", message: "Yanked: bad" } },
    "`web` 1.0 to 2.0 cannot be chosen: Yanked: bad",
  ],
  [
    { kind: "forbidden", names: [web, packageName("numpy")], reason: { unit: "rule", message: "They crash together" } },
    "`web` and `numpy` may not meet: They crash together",
  ],
  [{ kind: "requires", name: web, versions: "2.0", requirement }, "`web` 2.0 requires `http>=2`"],
  [{ kind: "root", requirement, origin }, '`overlays/a/Pipfile:7` asks for `web = "*"`'],
];

for (const [line, sentence] of lines)
  test(`a line of kind ${line.kind} is told as a sentence`, () => assert.deepEqual(explain([line]), [sentence]));

test("a file without lines is named alone", () => {
  assert.deepEqual(explain([{ kind: "root", requirement, origin: { ...origin, line: 0 } }]), [
    '`overlays/a/Pipfile` asks for `web = "*"`',
  ]);
});

test("what is left out is counted before the last line, also what was left out before", () => {
  const all = explainConflict({ requirements: [origin], lines: lines.map(([line]) => line), relaxations: [] });
  const sentences = [
    "`web` is not on the index `pypi`",
    "`web` 1.0 to 2.0 cannot be chosen: Yanked: bad",
    "And so on, 2 more steps",
    '`overlays/a/Pipfile:7` asks for `web = "*"`',
  ];
  assert.deepEqual(shortened(all, 3).map(sayConflictLine), sentences);
  assert.deepEqual(shortened(shortened(all, 4), 3).map(sayConflictLine), sentences);
  assert.deepEqual(shortened(all, 5), all);
});

test("a relaxed line says what it asks for and what there is without", () => {
  const root = { requirement, index: undefined, origin };
  const relaxations = [[{ root, without: "line", gives: undefined }]] as const;
  assert.deepEqual(explainRelaxations({ requirements: [origin], lines: [], relaxations }), [
    { lines: [{ name: "http", line: origin, bounds: ">=2", without: "line", gives: null }] },
  ]);
});

test("a conflict as data holds nothing that JSON loses", () => {
  const told = explainConflict({ requirements: [origin], lines: lines.map(([line]) => line), relaxations: [] });
  assert.deepEqual(JSON.parse(JSON.stringify(told)), told);
});
