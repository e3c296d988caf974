/**
 * What only a fix tells: what each advisory is that goes and by which release, which of those asked for stay and why, and
 * what is left alone because nobody asked for it.
 */

import type { AdvisoryHit, RemainingAdvisory } from "../advice.ts";
import { type Markdown, code, marked } from "../encode.ts";
import { sayAbsent, sayObstacle, sayProofOf } from "../say/fix.ts";
import { count, enumerate, sayAdvisory } from "../say/words.ts";
import { list, nested, section, table, underHeading } from "./blocks.ts";
import { mergeHits, sayReach, saySeverity, sayWithAlias } from "./security.ts";
import { type EnvironmentSummary, type Merged, type Summary, merge, sayEnvironments } from "./summary.ts";

/** Ids that a sentence lists. */
const mostIds = 5;

/** One row for each advisory that goes. */
export function writeFixed(summary: Summary, budget: number): Markdown {
  const { environments } = summary;
  const title = marked`What it fixes`;
  const merged = mergeHits(({ fixed }) => fixed, summary);
  const several = environments.length > 1;
  const isLookedAt = merged.some(({ item }) => item.reach !== null);
  const head = [
    marked`Advisory`,
    marked`Severity`,
    marked`Package`,
    marked`Change`,
    ...(isLookedAt ? [marked`Code`] : []),
    ...(several ? [marked`Environments`] : []),
  ];
  const rows = merged.map(({ item, environments: those }) => [
    sayWithAlias(item),
    saySeverity(item),
    code(item.package),
    sayMoveOf(item, those),
    ...(isLookedAt ? [sayReach(item)] : []),
    ...(several ? [sayEnvironments(those, environments)] : []),
  ]);
  return section(title, [table(head, rows, underHeading(title, budget))]);
}

/** From the releases that have it to what stands in their place. */
function sayMoveOf(hit: AdvisoryHit, environments: readonly EnvironmentSummary[]): Markdown {
  const changes = environments.flatMap(({ changesOf }) => changesOf.get(hit.package) ?? []);
  if (changes.length === 0) return code(hit.version);
  const sources = new Set(changes.map(({ from }) => code(from ?? hit.version)));
  const targets = new Set(changes.map(({ to }) => (to === null ? marked`removed` : code(to))));
  return marked`${enumerate([...sources])} → ${enumerate([...targets])}`;
}

/** The user's own lines that are rewritten, because somebody asked for that. */
export function writeEdits({ input, changed }: Summary, budget: number): Markdown {
  const title = marked`Edits of your files`;
  const edits = changed.length === 0 ? [] : (input.manifests?.edits ?? []);
  const items = edits.map(
    ({ file, line, before, after }) => marked`${code(`${file}:${line}`)}: ${code(before)} → ${code(after)}`,
  );
  return section(title, [list(items, underHeading(title, budget))]);
}

/** What was asked for and stays, each with its proof while there is room for all of them. */
export function writeUnfixed(summary: Summary, budget: number): Markdown {
  const title = marked`What stays, and why`;
  const room = underHeading(title, budget);
  const long = list(remainingItems(summary, true), Infinity);
  return section(title, [long.length <= room ? long : list(remainingItems(summary, false), room)]);
}

function remainingItems({ environments: all }: Summary, withProof: boolean): readonly Markdown[] {
  const remaining = merge(all, remainingOf, (item) => JSON.stringify(item)).map(({ item, environments }) => {
    const where = all.length > 1 ? marked` (${sayEnvironments(environments, all)})` : marked``;
    const sentence = marked`${sayRemaining(item, environments)}: ${sayObstacle(item.why)}${where}`;
    return nested(sentence, withProof ? sayProofOf(item.why) : []);
  });
  return [...remaining, ...absentItems(all)];
}

function remainingOf({ advice }: EnvironmentSummary): readonly RemainingAdvisory[] {
  return advice.fix?.remaining ?? [];
}

function sayRemaining(
  { id, package: name, version }: RemainingAdvisory,
  those: readonly EnvironmentSummary[],
): Markdown {
  const hit = those[0]?.advisories?.after.find((each) => each.id === id && each.package === name);
  return marked`${hit === undefined ? code(id) : sayAdvisory(hit)} in ${code(`${name} ${version}`)}`;
}

/** Ids that concern no lock of any environment. */
function absentItems(environments: readonly EnvironmentSummary[]): readonly Markdown[] {
  const fixes = environments.flatMap(({ advice, hasLock }) => (hasLock ? (advice.fix ?? []) : []));
  const [first, ...others] = fixes.map(({ absent }) => absent);
  const absent = (first ?? []).filter((id) => others.every((ids) => ids.includes(id)));
  return absent.length === 0 ? [] : [sayAbsent(absent)];
}

/** What comes in, and what nobody asked for. */
export function writeOthers(summary: Summary, budget: number): Markdown {
  const title = marked`Other advisories`;
  const told = new Set(summary.environments.flatMap(remainingOf).map(({ id, package: name }) => `${id} ${name}`));
  const left = mergeHits(({ remaining }) => remaining, summary).filter(
    ({ item }) => !told.has(`${item.id} ${item.package}`),
  );
  const introduced = mergeHits(({ introduced: hits }) => hits, summary).map(
    ({ item }) =>
      marked`**Comes in:** ${sayWithAlias(item)} (${saySeverity(item)}) in ${code(`${item.package} ${item.version}`)}`,
  );
  const items = [...introduced, ...(left.length === 0 ? [] : [sayLeft(left)])];
  return section(title, [list(items, underHeading(title, budget))]);
}

function sayLeft(left: readonly Merged<AdvisoryHit>[]): Markdown {
  const ids = left.map(({ item }) => marked`${sayAdvisory(item)} in ${code(item.package)}`);
  const stay = left.length === 1 ? marked`stays as it is` : marked`stay as they are`;
  return marked`${count(left.length, "advisory")} of the locks ${stay}, not asked for here: ${enumerate(ids, mostIds)}`;
}
