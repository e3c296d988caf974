import assert from "node:assert/strict";
import { test } from "node:test";

import { touchedLines } from "../../../src/adapters/github/changes.ts";
import { GitHubWorld, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

for (const [what, patch, lines] of [
  ["nothing", "", []],
  ["a new file", "@@ -0,0 +1,3 @@\n+a\n+b\n+c", [[1, 3]]],
  [
    "lines apart",
    "@@ -1,5 +1,6 @@\n a\n+b\n c\n-d\n+e\n f\n+g",
    [
      [2, 2],
      [4, 4],
      [6, 6],
    ],
  ],
  [
    "several pieces",
    "@@ -1 +1 @@\n-a\n+b\n@@ -10,2 +10,3 @@ def f():\n x\n+y\n z",
    [
      [1, 1],
      [11, 11],
    ],
  ],
  ["lines that went", "@@ -1,3 +1,1 @@\n-a\n-b\n c", []],
  [
    "a file without an end of line",
    "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file",
    [[1, 1]],
  ],
  ["a line that begins with a plus", "@@ -1 +1,2 @@\n a\n+++b", [[2, 2]]],
] as const)
  test(`the lines that a patch touches: ${what}`, () => assert.deepEqual(touchedLines(patch), lines));

test("what a push touches is told with its lines, and what it removes is not", async () => {
  const place = await world.place({ "a.py": "1\n2\n3\n", "b.py": "1\n", "c.py": "1\n" });
  const base = await (await place.open()).head(signal);
  await place.standIn.pushFiles(place.fullName, { "a.py": "1\nnew\n3\nlast\n", "new.py": "1\n2\n" });
  const repository = await place.open();
  const head = await repository.head(signal);
  assert.deepEqual(await repository.changedFiles(base, head, signal), [
    {
      path: "a.py",
      lines: [
        [2, 2],
        [4, 4],
      ],
    },
    { path: "new.py", lines: [[1, 2]] },
  ]);
  assert.deepEqual(await repository.changedFiles("main", head, signal), []);
});

test("where a commit is gone nothing is touched", async () => {
  const place = await world.place({ "a.py": "1\n" });
  const repository = await place.open();
  assert.deepEqual(await repository.changedFiles("f".repeat(40), await repository.head(signal), signal), []);
});
