/** What every compiler is told of the unit it compiles. */

import type { RuleSource } from "./rule-source.ts";

export interface UnitHead {
  /** The full name. */
  readonly name: string;
  readonly source: RuleSource;
  /** What stands before a link that is only a slug. */
  readonly linkBase: string;
}

/** Where the format's first implementation kept the pages that slugs name. */
export const defaultLinkBase = "https://thoth-station.ninja/j/";
