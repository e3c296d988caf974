/** What a rule makes of what files or packages ask for, in words. */

import type { AdviceDemand, AdviceDeparture } from "../advice.ts";
import { code, type Markdown, marked } from "../encode.ts";
import { enumerate, sayDemand, sayRelease } from "./words.ts";

/** Who asks, as a sentence lists them. */
const mostDemands = 4;

/** One sentence without the rule. @param isInstalled whether the lock has the package all the same. */
export function sayDeparture(departure: AdviceDeparture, isInstalled: boolean): Markdown {
  switch (departure.kind) {
    case "left-out":
      return isInstalled
        ? marked`${sayDemands(departure.demands)}, and that does not count`
        : marked`${code(departure.name)} is not installed, although ${sayDemands(departure.demands)}`;
    case "replaced": {
      const instead = sayRelease(departure.instead, departure.instead_version);
      return marked`${instead} is installed in place of ${code(departure.name)}: ${sayDemands(departure.demands)}`;
    }
    case "added": {
      const beside = enumerate(departure.beside.map(code), mostDemands);
      return marked`${sayRelease(departure.name, departure.version)} is added for ${beside}: nothing else requires it`;
    }
  }
}

function sayDemands(demands: readonly AdviceDemand[]): Markdown {
  return enumerate(demands.map(sayDemand), mostDemands);
}
