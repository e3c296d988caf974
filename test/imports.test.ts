/**
 * Imports point only along the arrows of the map. The arrows are read from `ARCHITECTURE.md` itself, so that the map
 * cannot lie: a folder it does not name, or an import against an arrow, fails here.
 */

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const arrows = readArrows(readFileSync(new URL("ARCHITECTURE.md", root), "utf8"));
const files = globSync("src/**/*.ts", { cwd: fileURLToPath(root) });

/** The fenced block of lines `a, b -> c, d`; a chain `a -> b -> c` gives each arrow from left to everything on its right. */
function readArrows(map: string): Map<string, Set<string>> {
  const block = /```text\n(main +->[\s\S]*?)```/.exec(map)?.[1];
  assert.ok(block, "ARCHITECTURE.md has a text block of arrows that starts with `main ->`");
  const allowed = new Map<string, Set<string>>();
  const joined = block.replace(/,\s*\n\s*/g, ", ");
  for (const line of joined.trim().split("\n")) {
    const parts = line.split("->").map((part) =>
      part
        .replace(/\([^)]*\)/g, "")
        .split(",")
        .map((name) => name.trim()),
    );
    for (const [at, sources] of parts.entries()) {
      for (const source of sources) {
        const targets = allowed.get(source) ?? new Set<string>();
        for (const target of parts.slice(at + 1).flat()) targets.add(target);
        allowed.set(source, targets);
      }
    }
  }
  return allowed;
}

/** Relative imports of a file as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(new URL(file, root), "utf8");
  const specifiers = [...text.matchAll(/^(?:import|export)\s(?:[^;"]*?\sfrom\s)?"(\.[^"]+)";/gm)].map(
    (found) => found[1]!,
  );
  const dynamic = [...text.matchAll(/\bimport\("(\.[^"]+)"\)/g)].map((found) => found[1]!);
  return [...specifiers, ...dynamic].map((specifier) => normalize(join(dirname(file), specifier)));
}

function folderOf(path: string): string {
  return path.split("/")[1]!;
}

test("the map names every folder of src", () => {
  const folders = new Set(files.map(folderOf));
  assert.deepEqual(
    [...folders].filter((folder) => !arrows.has(folder)),
    [],
  );
});

test("imports point along the arrows of the map", () => {
  const wrong: string[] = [];
  for (const file of files) {
    for (const target of importsOf(file).filter((path) => path.startsWith("src/"))) {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (from === to || arrows.get(from)?.has(to) || arrows.get(from)?.has("everything")) continue;
      wrong.push(`${file} -> ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("a folder is entered through its index.ts", () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith("src/") && folderOf(target) !== folderOf(file))
      .filter((target) => !target.endsWith("/index.ts"))
      .map((target) => `${file} -> ${target}`),
  );
  assert.deepEqual(wrong, []);
});
