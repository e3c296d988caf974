import { test } from "node:test";
import assert from "node:assert/strict";

import { type Home, Homes } from "../../src/advise/homes.ts";
import { packageName } from "../../src/python/index.ts";
import { adviceWorld, ask, changeOf, lockOf, pins, solved } from "../support/advice-world.ts";
import { candidate } from "../support/pipeline-samples.ts";

const corp = new Map([[packageName("lib"), "corp"]]);
const core = packageName("core");
const [lib, web] = [candidate("lib 1.0"), candidate("web 1.0")];

test("a name has its pin, or the home of all that need it, or none", () => {
  const homes = new Homes({ pins: corp, unpinned: new Set([packageName("web")]) });
  assert.deepEqual(homes.search(lib.name), { kind: "pinned", index: "corp" });
  homes.found(lib.name, "corp");
  assert.deepEqual(homes.search(web.name), { kind: "ordered" });
  homes.found(web.name, "pypi");
  homes.needs(lib, core);
  assert.deepEqual(homes.search(core), { kind: "beside", index: "corp" });
  homes.needs(lib, packageName("both"));
  homes.needs(web, packageName("both"));
  assert.deepEqual(homes.search(packageName("both")), { kind: "ordered" });
  assert.deepEqual(homes.search(packageName("unheard-of")), { kind: "ordered" });
  assert.equal(homes.corrections().size, 0);
});

test("what was found elsewhere than at its home hands no home on", () => {
  const homes = new Homes({ pins: corp });
  homes.search(lib.name);
  homes.found(lib.name, "corp");
  homes.needs(lib, web.name);
  assert.equal(homes.search(web.name).kind, "beside");
  homes.found(web.name, "pypi");
  homes.needs(web, core);
  assert.deepEqual(homes.search(core), { kind: "ordered" });
});

test("the first source is nobody's home, even where something is pinned to it", () => {
  const homes = new Homes({ first: "corp", pins: corp });
  assert.equal(homes.matter, false);
  assert.equal(homes.search(lib.name).kind, "pinned");
  homes.found(lib.name, "corp");
  homes.needs(lib, core);
  assert.deepEqual(homes.search(core), { kind: "ordered" });
  homes.needs(web, core);
  assert.equal(homes.corrections().size, 0);
});

test("a lock tells the home of what nobody is known to need, and of nothing else", () => {
  const homes = new Homes({
    pins: corp,
    unpinned: new Set([web.name]),
    locked: new Map([
      [core, "corp"],
      [web.name, "corp"],
    ]),
  });
  assert.deepEqual(homes.search(core), { kind: "beside", index: "corp" });
  assert.deepEqual(homes.search(web.name), { kind: "ordered" });
});

/** Who needs `core` when it is first looked for, who is found to need it later, and the corrections of each round until there are none. */
const rounds: readonly (readonly [readonly (typeof lib)[], readonly (typeof lib)[], readonly Home[]])[] = [
  [[lib], [lib], []],
  [[web], [web], []],
  [[lib], [web], [undefined]],
  [[web], [lib], []],
  [[], [lib], ["corp"]],
  [[], [web], []],
  [[], [lib, web], []],
];
for (const [before, later, expected] of rounds) {
  const names = (list: readonly (typeof lib)[]) => list.map(({ name }) => name).join(" and ") || "nobody";
  test(`needed by ${names(before)}, later by ${names(later)}: corrected ${expected.length} times`, () => {
    let corrected: ReadonlyMap<typeof core, Home> = new Map();
    const seen: Home[] = [];
    for (let round = 0; ; round++) {
      assert.ok(round < 3);
      const homes = new Homes({ pins: corp, unpinned: new Set([web.name]), corrected });
      homes.search(lib.name);
      homes.found(lib.name, "corp");
      for (const by of before) homes.needs(by, core);
      homes.search(core);
      for (const by of later) homes.needs(by, core);
      const corrections = homes.corrections();
      if (corrections.size === 0) break;
      seen.push(corrections.get(core));
      corrected = new Map([...corrected, ...corrections]);
    }
    assert.deepEqual(seen, expected);
  });
}

/** The private package comes first in no order; its public namesake is newer. */
const indexes = {
  pypi: "web 1.0 -> http\nhttp 2.0\ncore 9.9\nshared 2.0\ntool 1.0 -> shared",
  corp: "lib 1.0 -> core, http, shared\ncore 1.0 -> deep\ndeep 1.0\nhttp 1.0\nshared 1.0",
};

function places(advice: Awaited<ReturnType<typeof ask>>): string {
  return Object.entries(solved(advice).packages)
    .map(([name, { version, index }]) => `${name} ${version} ${index}`)
    .join(", ");
}

const pinned = `lib = {version = "*", index = "corp"}`;
/** Sections of a manifest, and the stack with its indexes. */
const stacks: readonly (readonly [string, string, string])[] = [
  [
    "what only a pinned package needs is from its index, and so on down",
    `[packages]\n${pinned}`,
    "core 1.0 corp, deep 1.0 corp, http 1.0 corp, lib 1.0 corp, shared 1.0 corp",
  ],
  [
    "what others need too is from the first index",
    `[packages]\n${pinned}\nweb = "*"`,
    "core 1.0 corp, deep 1.0 corp, http 2.0 pypi, lib 1.0 corp, shared 1.0 corp, web 1.0 pypi",
  ],
  [
    "that holds whoever is met first",
    `[packages]\nweb = "*"\n${pinned}\ntool = "*"`,
    "core 1.0 corp, deep 1.0 corp, http 2.0 pypi, lib 1.0 corp, shared 2.0 pypi, tool 1.0 pypi, web 1.0 pypi",
  ],
  [
    "what the manifest asks for itself is from the first index",
    `[packages]\n${pinned}\ncore = "*"`,
    "core 9.9 pypi, http 1.0 corp, lib 1.0 corp, shared 1.0 corp",
  ],
  [
    "a pin of its own is hard",
    `[packages]\n${pinned}\nshared = {version = "*", index = "pypi"}`,
    "core 1.0 corp, deep 1.0 corp, http 1.0 corp, lib 1.0 corp, shared 2.0 pypi",
  ],
];
for (const [what, sections, expected] of stacks) {
  test(what, async () => {
    const world = await adviceWorld({ indexes });
    const advice = await ask(world, sections);
    assert.equal(places(advice), expected);
    const again = await ask(world, sections, { lock: solved(advice).lock });
    assert.equal(solved(again).lock, solved(advice).lock);
  });
}

test("a lock with the public namesake is moved to the private package", async () => {
  const world = await adviceWorld({ indexes });
  const sections = `[packages]\n${pinned}`;
  const lock = lockOf(world, sections, "lib 1.0, core 9.9, http 2.0, shared 2.0");
  const advice = await ask(world, sections, { lock });
  assert.equal(pins(advice), "core 1.0, deep 1.0, http 1.0, lib 1.0, shared 1.0");
  assert.equal(changeOf(advice, "core").kind, "downgraded");
});

test("a name that several indexes are known to have, pinned to none, is a warning", async () => {
  const world = await adviceWorld({ indexes });
  const advice = await ask(world, `[packages]\n${pinned}\nweb = "*"`);
  const warnings = advice.notes.filter(({ severity }) => severity === "warning").map(({ message }) => message);
  assert.deepEqual(warnings, [
    "On several of your indexes and pinned to none, so that their order decides: `core` (from `corp`, also on `pypi`), `http` (from `pypi`, also on `corp`), `shared` (from `corp`, also on `pypi`)",
  ]);
});
