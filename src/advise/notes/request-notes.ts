/**
 * What the reader should know whether or not there is a stack: one function for each thing that can be said, in the order
 * of telling.
 */

import { notesBefore } from "../../pipeline/index.ts";
import { canBeHashed, matchingHashFormulas, type WrittenLine } from "../../project/index.ts";
import type { PackageName, Requirement } from "../../python/index.ts";
import type { AdviceNote } from "../advice.ts";
import type { Question } from "../question.ts";
import { info, listed, warning } from "./note.ts";
import { policyNotes } from "./policy-notes.ts";
import { adviceNotes } from "./unit-notes.ts";

/** Notes that hold whether or not there is a stack. */
export function requestNotes(question: Question): AdviceNote[] {
  const { request, wishes, neighbours, unfitNeighbours, source, rules, context, boots } = question;
  return [
    ...request.remarks.map(info),
    ...rules.remarks.map(warning),
    ...policyNotes(question),
    ...staleLockNotes(request),
    ...thothTableNotes(request),
    ...strategyNotes(request),
    ...[...wishes.opaque.map(({ entry }) => entry), ...wishes.unnamed].map(opaqueNote),
    ...unhashableNotes(request),
    ...neighbourNotes(neighbours.map(({ requirement }) => requirement.name)),
    ...unfitNeighbourNotes(request, unfitNeighbours),
    ...source.notes().map(info),
    ...adviceNotes(notesBefore(context, boots)),
  ];
}

/** A lock of pip's formats does not say what it was made for. */
function staleLockNotes({ ownManifest, oldLock, ...request }: Question["request"]): AdviceNote[] {
  const { manifest: stated, manifestPath, lockPath } = request;
  // What we are about to edit has not changed yet.
  const manifest = ownManifest ?? stated;
  if (manifest.kind !== "pipfile" || oldLock?.content.kind !== "pipfile") return [];
  if (oldLock.content.hash === undefined || matchingHashFormulas(manifest, oldLock.content).length > 0) return [];
  return [info(`\`${manifestPath}\` has changed since \`${lockPath}\` was made for it`)];
}

/** To Pipenv every unknown table is a category of packages, and it refuses this one's values. */
function thothTableNotes({ manifest, manifestPath }: Question["request"]): AdviceNote[] {
  if (manifest.kind !== "pipfile" || manifest.thoth === undefined) return [];
  const { disableIndexAdjustment, allowPrereleases } = manifest.thoth;
  const settings = [
    ...(disableIndexAdjustment === undefined ? [] : [`disable_index_adjustment: ${disableIndexAdjustment}`]),
    ...(allowPrereleases.size === 0 ? [] : [`allow_prereleases: {${yamlPairs(allowPrereleases)}}`]),
  ];
  const advice = settings.length === 0 ? "remove it" : `write \`${settings.join("`, `")}\` in \`.thoth.yaml\` instead`;
  return [warning(`A current Pipenv refuses \`${manifestPath}\` for its table \`[thoth]\`: ${advice}`)];
}

/** Whoever chose this knows; whoever reads the pull request may not. */
function strategyNotes({ manifest, settings }: Question["request"]): AdviceNote[] {
  if (settings.indexStrategy === "first-index") return [];
  const { length } = manifest.sources;
  if (length < 2) return [info(`\`index_strategy: ${settings.indexStrategy}\` is of no effect: there is one index`)];
  const risk = `whoever can publish on one of the ${length} indexes can replace a package of another`;
  const cure = "pin private packages to their index, or take the line out of `.thoth.yaml`";
  return [
    warning(`\`index_strategy: ${settings.indexStrategy}\` asks every index for every package: ${risk}; ${cure}`),
  ];
}

function yamlPairs(pairs: ReadonlyMap<PackageName, boolean>): string {
  return [...pairs].map(([name, value]) => `${name}: ${value}`).join(", ");
}

function opaqueNote({ text }: WrittenLine): AdviceNote {
  const unknown = "it stays as it is, and what it requires is not known without a build";
  return info(`\`${text}\` is not from an index: ${unknown}`);
}

/** pip wants a hash for every line or for none. */
function unhashableNotes({ manifest, lockPath }: Question["request"]): AdviceNote[] {
  if (manifest.kind !== "requirements" || canBeHashed(manifest)) return [];
  return [warning(`\`${lockPath}\` has no hashes, because pip cannot check those of a repository or a folder`)];
}

function neighbourNotes(names: readonly PackageName[]): AdviceNote[] {
  if (names.length === 0) return [];
  return [info(`Kept as locked, because an entry that is not from an index may need it: ${listed(new Set(names))}`)];
}

/** The lock was made for another Python, and whether the entry still needs these nobody can say. */
function unfitNeighbourNotes({ environment }: Question["request"], unfit: readonly Requirement[]): AdviceNote[] {
  if (unfit.length === 0) return [];
  const python = environment.pythonFullVersion ?? environment.pythonVersion;
  const why = `which Python ${python} excludes, and an entry that is not from an index may have needed it`;
  return [warning(`Not kept, though locked, ${why}: ${listed(new Set(unfit.map(({ name }) => name)))}`)];
}
