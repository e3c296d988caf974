/** Packages in the title of a pull request: which ones, in which order, and how many of them. */

import { compareText } from "../../base/index.ts";
import { type Plain, joinPlain, plain, plainName } from "../plain.ts";
import type { Summary } from "./summary.ts";

/** Packages whose advisories are fixed, or all that move: direct dependencies first. What is no name is left out. */
export function namesOf({ changed }: Summary, onlyFixed: boolean): Plain[] {
  const changes = changed.flatMap(({ changes: all, advisories }) => {
    const fixed = new Set(advisories?.fixed.map((hit) => hit.package));
    return onlyFixed ? all.filter(({ name }) => fixed.has(name)) : all;
  });
  const direct = new Set(changes.filter((change) => change.direct).map(({ name }) => name));
  const sorted = changes.toSorted(
    (a, b) => Number(direct.has(b.name)) - Number(direct.has(a.name)) || compareText(a.name, b.name),
  );
  return [...new Set(sorted.flatMap(({ name }) => plainName(name) ?? []))];
}

export function sayNames(names: readonly Plain[], most: number): Plain {
  const left = names.length - most;
  const shown = joinPlain(names.slice(0, most), plain`, `);
  return left > 0 ? plain`${shown} and ${left} more` : shown;
}

/** Nobody should find out by surprise that a package goes back, such as ", downgrade web". */
export function sayDowngrades({ changed }: Summary): Plain {
  const older = changed.flatMap(({ changes }) => changes.filter(({ kind }) => kind === "downgraded"));
  const names = [...new Set(older.flatMap(({ name }) => plainName(name) ?? []))];
  return names.length === 0 ? plain`` : plain`, downgrade ${sayNames(names, 1)}`;
}
