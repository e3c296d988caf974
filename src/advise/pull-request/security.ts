/** Advisories before and after: what the change fixes, what remains and why, and by which data. */

import { compareText } from "../../base/index.ts";
import type { AdvisoryHit } from "../advice.ts";
import { type Markdown, code, marked, text } from "../encode.ts";
import { enumerate, sayAdvisory, sayDay } from "../say/words.ts";
import { countFitting, list, paragraphs, section, table, underHeading } from "./blocks.ts";
import { type AdvisorySummary, type Merged, type Summary, merge, sayEnvironments } from "./summary.ts";

type Selection = (advisories: AdvisorySummary) => readonly AdvisoryHit[];

export function writeSecurity(summary: Summary, budget: number): Markdown {
  const title = marked`Security`;
  const room = underHeading(title, budget);
  const dates = sayDates(summary, room / 4);
  const full = paragraphs([...parts.map((part) => tableOf(part, summary)), dates]);
  if (full.length <= room) return section(title, [full]);
  return section(title, [...parts.map((part) => idsOf(part, summary, room / 5)), dates]);
}

/** One row for each thing to say, the worst first. `state` says in a cell how the advisory stands after merging. */
const parts: readonly {
  readonly title: Markdown;
  readonly select: Selection;
  readonly stateTitle: Markdown;
  readonly state: (hit: AdvisoryHit, summary: Summary) => Markdown;
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
  },
  {
    title: marked`Fixed`,
    select: ({ fixed }) => fixed,
    stateTitle: marked`Now`,
    state: sayNow,
  },
];

type Part = (typeof parts)[number];

function tableOf(part: Part, summary: Summary): Markdown {
  const merged = mergeHits(part.select, summary);
  if (merged.length === 0) return marked``;
  const several = summary.environments.length > 1;
  const titles = [part.title, marked`Severity`, marked`Package`, part.stateTitle];
  const rows = merged.map(({ item, environments }) => [
    sayWithAlias(item),
    severities[item.severity],
    code(item.package),
    part.state(item, summary),
    ...(several ? [sayEnvironments(environments, summary.environments)] : []),
  ]);
  return table(several ? [...titles, marked`Environments`] : titles, rows, Infinity);
}

/** The ids alone, as many as fit. */
function idsOf(part: Part, summary: Summary, budget: number): Markdown {
  const ids = mergeHits(part.select, summary).map(({ item }) => code(item.id));
  if (ids.length === 0) return marked``;
  return marked`${part.title}: ${enumerate(ids, countFitting(ids, budget))}`;
}

/** The most severe first, then by package and id. */
function mergeHits(select: Selection, { environments }: Summary): Merged<AdvisoryHit>[] {
  const merged = merge(
    environments,
    ({ advisories }) => (advisories === undefined ? [] : select(advisories)),
    (hit) => JSON.stringify([hit.id, hit.package]),
  );
  return merged.toSorted(({ item: a }, { item: b }) => {
    const bySeverity = order.indexOf(a.severity) - order.indexOf(b.severity);
    return bySeverity || compareText(a.package, b.package) || compareText(a.id, b.id);
  });
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

/** The id as a link, and the CVE that more people know it by. */
function sayWithAlias(hit: AdvisoryHit): Markdown {
  const alias = hit.aliases.find((id) => id.startsWith("CVE-"));
  return alias === undefined || hit.id.startsWith("CVE-")
    ? sayAdvisory(hit)
    : marked`${sayAdvisory(hit)} (${text(alias)})`;
}

function sayFix(hit: AdvisoryHit): Markdown {
  return hit.fixed_in === null ? marked`no fix known` : marked`fixed in ${code(hit.fixed_in)}`;
}

/** What stands in the place of the releases that the advisory is about. */
function sayNow(hit: AdvisoryHit, { changed }: Summary): Markdown {
  const changes = changed.flatMap((environment) => environment.changes.filter(({ name }) => name === hit.package));
  return enumerate([...new Set(changes.map(({ to }) => (to === null ? marked`removed` : code(to))))]);
}

/** By which data, and where there was none. */
function sayDates({ environments }: Summary, budget: number): Markdown {
  const judged = merge(
    environments,
    ({ advice: { advisories } }) => (advisories.judged ? [advisories.as_of] : []),
    String,
  );
  const blind = merge(
    environments,
    ({ advice: { advisories } }) => (advisories.judged ? [] : [advisories.reason]),
    String,
  );
  const known = judged.map((date) => marked`advisories as of ${sayDay(date.item)}`);
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
