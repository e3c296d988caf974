/** The title of a change that fixes advisories: their ids where there is room, else their number. */

import { type Plain, joinPlain, plain, plainAdvisory } from "../plain.ts";
import { count } from "../say/words.ts";
import { mergeHits } from "./security.ts";
import { type Summary, countPackages } from "./summary.ts";
import { namesOf, sayDowngrades, sayNames } from "./title-names.ts";

/** Such as "fix PYSEC-2023-192 in urllib3 (2 packages)". @param longest in characters, which is kept as far as it can be. */
export function sayFix(summary: Summary, longest: number): Plain {
  const ids = [...new Set(mergeHits(({ fixed }) => fixed, summary).map(({ item }) => item.id))];
  const packages = countPackages(summary);
  const moved = packages > 1 ? plain` (${count(packages, "package")})` : plain``;
  const counted = count(ids.length, "advisory");
  const whats = [...[3, 2, 1].flatMap((most) => firstOf(ids, most) ?? []), counted];
  for (const what of whats)
    for (const where of [mostNames, 1].map((most) => inPackages(namesOf(summary, true), most))) {
      const deed = plain`fix ${what}${where}${sayDowngrades(summary)}${moved}`;
      if (deed.length <= longest) return deed;
    }
  return plain`fix ${counted}${sayDowngrades(summary)}${moved}`;
}

const mostNames = 3;

function inPackages(names: readonly Plain[], most: number): Plain {
  return names.length === 0 ? plain`` : plain` in ${sayNames(names, most)}`;
}

/** `a`, `a and b`, `a, b and 4 more`; undefined where an id cannot stand in a title. */
function firstOf(ids: readonly string[], most: number): Plain | undefined {
  const shown = ids.slice(0, most).flatMap((id) => plainAdvisory(id) ?? []);
  if (shown.length < Math.min(most, ids.length)) return undefined;
  const left = ids.length - shown.length;
  const parts = left > 0 ? [...shown, plain`${left} more`] : shown;
  return parts.length === 1 ? parts[0] : plain`${joinPlain(parts.slice(0, -1), plain`, `)} and ${parts.at(-1)!}`;
}
