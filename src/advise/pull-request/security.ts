/** Advisories before and after: what the change fixes, what remains and why, and by which data. */

import { compareText } from "../../base/index.ts";
import { warnAfter } from "../../knowledge/index.ts";
import type { AdvisoryHit, AdvisoryReach } from "../advice.ts";
import { type Markdown, code, marked, prose, text } from "../encode.ts";
import { enumerate, sayAdvisory, sayDay } from "../say/words.ts";
import { countFitting, list, paragraphs, section, table, underHeading } from "./blocks.ts";
import { sayKeepers, sayWayOut } from "./keepers.ts";
import { type AdvisorySummary, type Merged, type Summary, merge, sayEnvironments } from "./summary.ts";

type Selection = (advisories: AdvisorySummary) => readonly AdvisoryHit[];

export function writeSecurity(summary: Summary, budget: number): Markdown {
  const title = marked`Security`;
  const room = underHeading(title, budget);
  const dates = sayDates(summary, room / 4);
  const full = paragraphs([...parts.flatMap((part) => [tableOf(part, summary), belowOf(part, summary)]), dates]);
  if (full.length <= room) return section(title, [full]);
  return section(title, [...parts.map((part) => idsOf(part, summary, room / 5)), dates]);
}

/** One row for each thing to say, the worst first. `state` says in a cell how the advisory stands after merging. */
const parts: readonly {
  readonly title: Markdown;
  readonly select: Selection;
  readonly stateTitle: Markdown;
  readonly state: (merged: Merged<AdvisoryHit>, summary: Summary) => Markdown;
  /** A line below the table. */
  readonly below?: (merged: readonly Merged<AdvisoryHit>[], summary: Summary) => Markdown;
}[] = [
  {
    title: marked`Introduced`,
    select: ({ introduced }) => introduced,
    stateTitle: marked`Fix`,
    state: sayFix,
  },
  {
    title: marked`Remaining`,
    select: ({ remaining }) => remaining,
    stateTitle: marked`Fix`,
    state: sayFix,
    below: sayWayOut,
  },
  {
    title: marked`Fixed`,
    select: ({ fixed }) => fixed,
    stateTitle: marked`Now`,
    state: sayNow,
  },
  {
    title: marked`Accepted`,
    select: ({ accepted }) => accepted,
    stateTitle: marked`Reason`,
    state: sayAcceptance,
  },
];

type Part = (typeof parts)[number];

function tableOf(part: Part, summary: Summary): Markdown {
  const merged = mergeHits(part.select, summary);
  if (merged.length === 0) return marked``;
  const several = summary.environments.length > 1;
  const isLookedAt = merged.some(({ item }) => item.reach !== null);
  const rows = merged.map((each) => [
    sayWithAlias(each.item),
    saySeverity(each.item),
    code(each.item.package),
    part.state(each, summary),
    ...(isLookedAt ? [sayReach(each.item)] : []),
    ...(several ? [sayEnvironments(each.environments, summary.environments)] : []),
  ]);
  const titles = [
    part.title,
    marked`Severity`,
    marked`Package`,
    part.stateTitle,
    ...(isLookedAt ? [marked`Code`] : []),
    ...(several ? [marked`Environments`] : []),
  ];
  return table(titles, rows, Infinity);
}

function belowOf({ select, below }: Part, summary: Summary): Markdown {
  return below?.(mergeHits(select, summary), summary) ?? marked``;
}

/** The ids alone, as many as fit. */
function idsOf(part: Part, summary: Summary, budget: number): Markdown {
  const ids = mergeHits(part.select, summary).map(({ item }) => code(item.id));
  if (ids.length === 0) return marked``;
  return marked`${part.title}: ${enumerate(ids, countFitting(ids, budget))}`;
}

/** What was made to do harm first, then the most severe, then what the code comes nearest to, then by package and id. */
export function mergeHits(select: Selection, { environments }: Summary): Merged<AdvisoryHit>[] {
  const merged = merge(
    environments,
    ({ advisories }) => (advisories === undefined ? [] : select(advisories)),
    (hit) => JSON.stringify([hit.id, hit.package]),
  );
  return merged.toSorted(
    ({ item: a }, { item: b }) =>
      Number(b.malicious ?? false) - Number(a.malicious ?? false) ||
      order.indexOf(a.severity) - order.indexOf(b.severity) ||
      nearness(b) - nearness(a) ||
      compareText(a.package, b.package) ||
      compareText(a.id, b.id),
  );
}

/** What nobody can tell may be as near as an import. */
function nearness({ reach }: AdvisoryHit): number {
  return reach === null || reach.level === "unknown" ? 2 : reach.level;
}

export function saySeverity({ malicious, severity }: AdvisoryHit): Markdown {
  return malicious === true ? marked`malicious` : severities[severity];
}

/** The worst first; unknown may be anything. */
const severities: Readonly<Record<AdvisoryHit["severity"], Markdown>> = {
  critical: marked`critical`,
  high: marked`high`,
  medium: marked`medium`,
  unknown: marked`unknown`,
  low: marked`low`,
};
const order = Object.keys(severities);

/** The id as a link, the CVE that more people know it by, and since when it is known. */
export function sayWithAlias(hit: AdvisoryHit): Markdown {
  const { id, aliases, published } = hit;
  const alias = id.startsWith("CVE-") ? undefined : aliases.find((other) => other.startsWith("CVE-"));
  const known = alias === undefined ? marked`` : marked` (${text(alias)})`;
  return marked`${sayAdvisory(hit)}${known}${published === undefined ? marked`` : marked` of ${sayDay(published)}`}`;
}

function sayFix(merged: Merged<AdvisoryHit>): Markdown {
  const { fixed_in: fix } = merged.item;
  if (fix === null) return marked`no fix known`;
  const keepers = sayKeepers(merged);
  const kept = keepers.length === 0 ? marked`` : marked`; kept by ${enumerate(keepers)}`;
  return marked`fixed in ${code(fix)}${kept}`;
}

function sayAcceptance({ item: { accepted } }: Merged<AdvisoryHit>): Markdown {
  if (accepted === undefined) return marked``;
  const { reason, until } = accepted;
  return until === null ? prose(reason) : marked`${prose(reason)}, until ${sayDay(until)}`;
}

/**
 * How near the code comes to it, for a cell; empty where nobody has looked. That nothing was found is no proof, so nobody
 * says "not reachable".
 */
export function sayReach({ reach }: AdvisoryHit): Markdown {
  if (reach === null) return marked``;
  const { level, file, line, only_in: part } = reach;
  const place = file === null ? undefined : code(line === null ? file : `${file}:${line}`);
  const only = part === null ? marked`` : marked`, only in ${part === "tests" ? marked`tests` : marked`documentation`}`;
  if (level === 1) return marked`needed by what ${place ?? marked`the code`} imports${only}`;
  return marked`${nearnessWords[level]}${place === undefined ? marked`` : marked` at ${place}`}${only}`;
}

const nearnessWords: Readonly<Record<Exclude<AdvisoryReach["level"], 1>, Markdown>> = {
  4: marked`used`,
  3: marked`its module is imported`,
  2: marked`imported`,
  0: marked`no import found`,
  unknown: marked`cannot be told`,
};

/** What stands in the place of the releases that the advisory is about. */
function sayNow({ item }: Merged<AdvisoryHit>, { changed }: Summary): Markdown {
  const changes = changed.flatMap(({ changesOf }) => changesOf.get(item.package) ?? []);
  return enumerate([...new Set(changes.map(({ to }) => (to === null ? marked`removed` : code(to))))]);
}

/** By which data, and where there was none. */
function sayDates({ environments }: Summary, budget: number): Markdown {
  const judged = merge(
    environments,
    ({ advice: { advisories } }) => (advisories.judged ? [advisories] : []),
    ({ as_of }) => as_of,
  );
  const blind = merge(
    environments,
    ({ advice: { advisories } }) => (advisories.judged ? [] : [advisories.reason]),
    String,
  );
  const known = judged.map(
    ({ item }) =>
      marked`advisories as of ${sayDay(item.as_of)}${item.old === true ? marked` (more than ${warnAfter} days old)` : marked``}`,
  );
  return paragraphs([
    known.length === 0 ? marked`` : marked`Judged by ${enumerate(known)}.`,
    list(
      blind.map(
        ({ item, environments: those }) =>
          marked`Not judged for ${sayEnvironments(those, environments)}: ${text(item)}`,
      ),
      budget,
    ),
  ]);
}
