/**
 * The boot that lists direct requirements which promise more than anybody knows: those without any bounds, and those that
 * admit whatever release there will ever be. A lock keeps them from harm, so it is no warning.
 */

import { Version } from "../../python/index.ts";
import type { Boot, Note } from "../unit.ts";
import { listed } from "./listed.ts";

const name = "version-ranges";

/** Nobody will come so far; a calendar version has at most eight digits. */
const farFuture = Version.parse("9999999999");

export const versionRanges: Boot = {
  kind: "boot",
  name,
  *notes({ requirements }): Iterable<Note> {
    const open = requirements.filter(({ requirement }) => requirement.specifier.admits(farFuture));
    const names = (isMeant: (clauses: number) => boolean): readonly string[] => [
      ...new Set(
        open.flatMap(({ requirement }) =>
          isMeant(requirement.specifier.clauses.length) ? [requirement.name as string] : [],
        ),
      ),
    ];
    const [unbounded, unlimited] = [names((clauses) => clauses === 0), names((clauses) => clauses > 0)];
    const parts = [
      ...(unbounded.length === 0 ? [] : [`without bounds: ${listed(unbounded)}`]),
      ...(unlimited.length === 0 ? [] : [`open to any future version: ${listed(unlimited)}`]),
    ];
    if (parts.length === 0) return;
    const message = `Direct requirements ${parts.join("; ")}`;
    yield { kind: "note", severity: "info", detail: true, reason: { unit: name, message } };
  },
};
