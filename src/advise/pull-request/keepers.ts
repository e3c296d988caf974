/** What keeps an advisory in the lock although its fix is known: lines and packages that do not admit the release with the fix. */

import { Requirement, Version } from "../../python/index.ts";
import type { AdviceDemand, AdvisoryHit } from "../advice.ts";
import { fixCommand } from "../advise-command.ts";
import { code, type Markdown, marked } from "../encode.ts";
import { count, sayPlace, sayRelease } from "../say/words.ts";
import { type EnvironmentSummary, type Merged, type Summary } from "./summary.ts";

/** In the environments that have it: the user's own lines, or packages where no such line does; each once. */
export function sayKeepers({ item, environments }: Merged<AdvisoryHit>): readonly Markdown[] {
  const said = environments.flatMap((environment) => keepersIn(environment, item).map(sayKeeper));
  return [...new Set(said)];
}

/** A line for those that a person may let go by widening their own bounds; nothing where there are none. */
export function sayWayOut(merged: readonly Merged<AdvisoryHit>[], { input }: Summary): Markdown {
  const own = merged.filter(({ item, environments }) =>
    environments.some((environment) => keepersIn(environment, item).some(({ by }) => by === null)),
  );
  if (own.length === 0) return marked``;
  const ids = [...new Set(own.map(({ item }) => item.id))];
  const asked = ids.length <= mostIds && ids.every((id) => /^[A-Za-z0-9-]+$/.test(id)) ? ids.join(",") : "all";
  const kept = marked`Your own lines keep ${count(ids.length, "advisory")}`;
  return marked`${kept}: ${code(fixCommand(input.command, asked))} widens them on a clone, and ${code(`/thoth fix ${asked}`)} in a comment tells what it takes.`;
}

/** Of a command; more are all of them. */
const mostIds = 5;

/** Nothing where the lock that stands in the end has another release than the advice tells of. */
function keepersIn({ advice: { outcome }, advisories }: EnvironmentSummary, { id, package: of }: AdvisoryHit) {
  const hit = advisories?.after.find((each) => each.id === id && each.package === of);
  const pin = outcome.kind === "solved" ? outcome.packages[of] : undefined;
  const fix = Version.tryParse(hit?.fixed_in ?? "");
  if (fix === undefined || pin === undefined || pin.version !== hit?.version) return [];
  const against = pin.required_by.filter(({ rule, requirement }) => rule === undefined && !admits(requirement, fix));
  const own = against.filter(({ by, line }) => by === null && line !== undefined);
  return own.length > 0 ? own : against.filter(({ by }) => by !== null);
}

/** What is no requirement of PEP 508 keeps nothing, as far as anybody knows. */
function admits(requirement: string, version: Version): boolean {
  return Requirement.tryParse(requirement)?.specifier.admits(version) ?? true;
}

function sayKeeper({ by, by_version: version, line }: AdviceDemand): Markdown {
  return by === null ? sayPlace(line!) : sayRelease(by, version);
}
