/** Entries whose own condition is false here, and which something else needs all the same. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { adviceWorld, ask, pins, solved } from "../../support/advice-world.ts";

const index = `
  flask 3.0 -> click >=8
  click 8.1.8 -> colors
  click 8.1.6 -> colors
  click 7.0
  colors 1.0`;

interface Locked {
  readonly default: Readonly<Record<string, { readonly version: string; readonly markers?: string }>>;
}

async function adviseEntry(entry: string): Promise<{ lock: Locked["default"]; warnings: string[]; pinned: string }> {
  const world = await adviceWorld({ indexes: { pypi: index } });
  const advice = await ask(world, `[packages]\nclick = ${entry}\nflask = "*"`);
  const { lock } = solved(advice);
  return {
    lock: (JSON.parse(lock) as Locked).default,
    warnings: advice.notes.filter(({ severity }) => severity === "warning").map(({ message }) => message),
    pinned: pins(advice),
  };
}

const entries: readonly (readonly [entry: string, warning: RegExp | undefined])[] = [
  [`{version = "*", markers = "sys_platform == 'win32'"}`, undefined],
  [`{version = "*", python_version = "< '3.8'"}`, undefined],
  [`{version = "<8.1.7", markers = "sys_platform == 'win32'"}`, /`click 8\.1\.8` is needed here, and outside of what/],
];

for (const [entry, warning] of entries)
  test(`click = ${entry} does not keep flask from its click`, async () => {
    const { lock, warnings, pinned } = await adviseEntry(entry);
    assert.equal(pinned, "click 8.1.8, colors 1.0, flask 3.0");
    assert.equal(lock["click"]?.version, "==8.1.8");
    assert.equal(lock["click"]?.markers, undefined);
    assert.equal(lock["colors"]?.markers, undefined);
    if (warning === undefined) assert.deepEqual(warnings, []);
    else assert.match(warnings.join("\n"), warning);
  });

test("an entry that nothing here needs keeps its condition", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 1.0\nwin 2.0" } });
  const sections = `[packages]\nweb = "*"\nwin = {version = "*", markers = "sys_platform == 'win32'"}`;
  const { lock } = solved(await ask(world, sections));
  assert.equal((JSON.parse(lock) as Locked).default["win"]?.markers, "sys_platform == 'win32'");
});
