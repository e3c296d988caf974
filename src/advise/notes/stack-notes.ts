/** What the reader should know of a finished stack: one function for each thing that can be said, in the order of telling. */

import { fittingFiles, notesOn, sourceFiles } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { Skipped, Stack } from "../../resolver/index.ts";
import type { AdviceNote } from "../advice.ts";
import { sayNeeds } from "../index-offers.ts";
import type { ElsewherePins } from "../lock/elsewhere.ts";
import type { LockedPin } from "../lock/locked-pins.ts";
import type { Question } from "../question.ts";
import { codeNotes } from "./code-notes.ts";
import { info, listed, warning } from "./note.ts";
import { policyStackNotes } from "./policy-notes.ts";
import { adviceNotes, finishedStack } from "./unit-notes.ts";

/** What is known when the notes are written. */
export interface Findings {
  readonly stack: Stack;
  readonly skipped: readonly Skipped[];
  /** Of the finished lock. */
  readonly pins: ReadonlyMap<PackageName, LockedPin>;
  readonly elsewhere: ElsewherePins;
  /** Whether the lock stays as it is. */
  readonly isUnchanged: boolean;
  /** Packages whose newer releases nothing was found against in the given time. */
  readonly unanswered: readonly PackageName[];
}

/** Notes on a finished stack. */
export async function stackNotes(question: Question, findings: Findings, signal: AbortSignal): Promise<AdviceNote[]> {
  const candidates = [...findings.stack.values()].map(({ candidate }) => candidate);
  const { context, units } = question;
  const unitNotes = notesOn(
    context,
    finishedStack(question, findings),
    units.on([...candidates, ...absent(question, findings)]),
  );
  return [
    ...(findings.isUnchanged ? unchangedNotes(question) : movedNotes(question.request)),
    ...adviceNotes(unitNotes),
    ...(await yankedNotes(question, signal)),
    ...policyStackNotes(question, findings.stack),
    ...codeNotes(question, findings.pins),
    ...unknownNotes(question, candidates),
    ...sourceNotes(question, candidates),
    ...unhashedNotes(candidates),
    ...offeredNotes(question, candidates),
    ...sharedNameNotes(question, candidates),
    ...findings.elsewhere.missing.map(missingNote),
    ...outsideNotes(question, findings.stack),
    ...undecidedNotes(question, findings.pins),
    ...unansweredNotes(findings.unanswered),
    ...snapshotNotes(question),
  ];
}

/** Of a small change nobody asked whether the lock is the best. */
function unchangedNotes({ goal }: Question): readonly AdviceNote[] {
  return goal.kind === "advise" ? [info("The lock is already the best that was found")] : [];
}

/** Of packages that rules have kept out of the stack: these rules may have something to tell. */
function absent({ judge }: Question, { stack, skipped }: Findings): readonly Candidate[] {
  const replaced = [...stack.values()].flatMap(({ standsFor = [] }) => standsFor.map(({ candidate }) => candidate));
  return [...replaced, ...skipped.flatMap(({ name }) => judge.judgement(name)?.candidates[0] ?? [])];
}

/** A manifest in the place of its lock. */
function movedNotes({ moved, lockPath }: Question["request"]): AdviceNote[] {
  if (moved === undefined) return [];
  return [info(`\`${lockPath}\` becomes the lock, and what stands there now moves to \`${moved.path}\``)];
}

/** Locked releases that their authors took back since, whether or not they stay. PEP 592. */
async function yankedNotes(question: Question, signal: AbortSignal): Promise<AdviceNote[]> {
  const notes: AdviceNote[] = [];
  for (const { name, version } of question.old.values()) {
    if (version === undefined) continue;
    const list = await question.universe.candidates(name, signal);
    if (list.kind === "none") continue;
    const locked = list.candidates.find((candidate) => Version.equal(candidate.version, version));
    const why = locked && yankReason(locked, question);
    if (why !== undefined)
      notes.push(warning(`\`${name} ${version.text}\`, which is locked, was yanked${why === "" ? "" : `: ${why}`}`));
  }
  return notes;
}

/** Perhaps empty; undefined while a file that fits is not yanked. */
function yankReason(candidate: Candidate, { context }: Question): string | undefined {
  return (fittingFiles(candidate, context)[0] ?? sourceFiles(candidate, context)[0] ?? candidate.files[0])?.yanked;
}

/** Newer releases of which nobody can say what they require. */
function unknownNotes({ judge, universe }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  const names = candidates.flatMap(({ name, version }) => {
    const all = judge.judgement(name)?.candidates ?? [];
    const isLeft = (other: Candidate) =>
      universe.gradeOf(other) === "unknown" && Version.compare(other.version, version) > 0;
    return all.some(isLeft) ? [name] : [];
  });
  if (names.length === 0) return [];
  const why = "what they require is not known without a build";
  return [info(`Newer releases were left out, since ${why}: ${listed(new Set(names))}`)];
}

/** Releases without a wheel that fits: an installer builds them, and of some nobody declares what they require. */
function sourceNotes({ context, universe }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  const built = candidates.filter((candidate) => fittingFiles(candidate, context).length === 0);
  const list = (belongs: (candidate: Candidate) => boolean): string =>
    listed(new Set(built.filter(belongs).map(({ name }) => name)));
  const ready = list((candidate) => !universe.isKept(candidate));
  const recorded = list((candidate) => universe.gradeOf(candidate) === "recorded");
  const supplied = list((candidate) => universe.gradeOf(candidate) === "supplied");
  const kept = list((candidate) => universe.isKept(candidate));
  const why = "what they require is not known without a build, so they and what they may need stay as locked";
  return [
    ...(ready === "" ? [] : [info(`No wheel fits, so that an installer builds them: ${ready}`)]),
    ...(recorded === "" ? [] : [info(`What they require is what their authors' builds recorded: ${recorded}`)]),
    ...(supplied === ""
      ? []
      : [info(`What they require is taken from \`dependency_metadata\` in \`.thoth.yaml\`: ${supplied}`)]),
    ...(kept === "" ? [] : [warning(`No wheel fits for ${kept}: ${why}`)]),
  ];
}

/** An index may give no SHA-256; then an installer has nothing to compare a file with. */
function unhashedNotes(candidates: readonly Candidate[]): AdviceNote[] {
  const names = candidates.flatMap(({ name, files }) =>
    files.every(({ sha256 }) => sha256 === undefined) ? [name] : [],
  );
  return names.length === 0
    ? []
    : [warning(`Locked without hashes, which their index does not give: ${listed(new Set(names))}`)];
}

/** Nothing moves to an index that is not the user's without a line that says so. */
function offeredNotes({ offers }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  return offers.flatMap(({ name, url, needs }) => {
    const names = candidates.filter(({ index }) => index === name).map((candidate) => candidate.name);
    if (names.length === 0) return [];
    const why = `which is none of yours and is offered here for ${sayNeeds(needs)}`;
    const decline = "`disable_index_adjustment: true` in `.thoth.yaml` keeps to your own";
    return [warning(`From the index \`${name}\` (\`${url}\`), ${why}: ${listed(new Set(names))}; ${decline}`)];
  });
}

const whatDecides = {
  "first-index": "so that their order decides",
  "unsafe-first-match": "so that the first index with a release that fits decides",
  "unsafe-best-match": "so that the best release of any of them is taken",
} as const;

/** By default the first index wins; pip would take the higher version of either, whoever put it there. */
function sharedNameNotes({ source, wishes, request }: Question, candidates: readonly Candidate[]): AdviceNote[] {
  if (request.manifest.sources.length < 2) return [];
  const shared = candidates.flatMap(({ name, index }) => {
    const others = wishes.pins.has(name) ? [] : source.holders(name).filter((other) => other !== index);
    return others.length === 0 ? [] : [`\`${name}\` (from \`${index}\`, also on ${listed(new Set(others))})`];
  });
  if (shared.length === 0) return [];
  const why = whatDecides[request.settings.indexStrategy];
  return [warning(`On several of your indexes and pinned to none, ${why}: ${shared.join(", ")}`)];
}

function missingNote({ item, reason }: ElsewherePins["missing"][number]): AdviceNote {
  return warning(`\`${item.entry.name}\` does not apply here and is not pinned: it ${reason}`);
}

/** A release that is needed here, and that an entry for other places would not admit there: one lock serves both. */
function outsideNotes({ wishes }: Question, stack: Stack): AdviceNote[] {
  return wishes.elsewhere.flatMap(({ entry }) => {
    const version = stack.get(entry.name)?.candidate.version;
    if (version === undefined || entry.source.kind !== "index" || entry.source.specifier.admits(version)) return [];
    const why = "needed here, and outside of what is asked for where the condition holds";
    return [warning(`\`${entry.name} ${version.text}\` is ${why}: \`${entry.text}\``)];
  });
}

/** A record that cannot be judged is neither a hit nor an all-clear. */
function undecidedNotes({ advisories }: Question, pins: ReadonlyMap<PackageName, LockedPin>): AdviceNote[] {
  return [...pins.values()].flatMap(({ name, version }) => {
    const ids = version === undefined ? [] : advisories.undecided(name, version);
    if (version === undefined || ids.length === 0) return [];
    return [info(`Whether \`${name} ${version.text}\` is affected cannot be told from ${listed(new Set(ids))}`)];
  });
}

function unansweredNotes(names: readonly PackageName[]): AdviceNote[] {
  if (names.length === 0) return [];
  return [
    info(`Why no newer release was chosen was not searched to the end, for want of time: ${listed(new Set(names))}`),
  ];
}

/** One note for each, so that environments that share a snapshot share the note. */
function snapshotNotes({ source }: Question): AdviceNote[] {
  const snapshots = source.records().filter(({ kind }) => kind === "snapshot");
  return snapshots.map(({ name, asOf }) =>
    info(`The lock lists only the files that the snapshot of \`${name}\` of ${asOf.slice(0, 10)} holds`),
  );
}
