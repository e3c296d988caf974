/**
 * What an index says of who published a release: PEP 740. Presence, publisher and whether a statement is about the very file
 * are read, P14; whether the publisher is the one of the release before, P15, and the project's own, P16. That a signature is
 * genuine is not checked, and this says so: an index that lies can lie here as well.
 */

import type { AttestationBundle, Publisher, ReleaseFile } from "../../../ports/index.ts";
import { tryParseSdistName, tryParseWheelName, Version, isWheelName } from "../../../python/index.ts";
import { releaseKey } from "../facts.ts";
import { type Remark, remark, sortedTexts } from "../finding.ts";
import type { Subject } from "../subject.ts";

/** P14: whether there is any, and whether what it says can be true. */
export function* checkAttestations(subject: Subject): Iterable<Remark> {
  const { lockedFiles, title } = subject;
  // What was locked already was looked at when it came.
  if (subject.novelty === "kept" || !subject.isTold) return;
  const unasked: string[] = [];
  let attested = 0;
  let absent = 0;
  for (const file of lockedFiles) {
    const origin = subject.origin(file);
    if (origin.kind === "absent") absent++;
    if (origin.kind === "unasked") unasked.push(origin.reason);
    if (origin.kind === "refused") {
      const message = `\`${file.filename}\` cannot be told from where it is: its provenance ${origin.reason}`;
      yield remark("P14", "failure", message, { filename: file.filename, reason: origin.reason });
    }
    if (origin.kind !== "known") continue;
    attested++;
    for (const wrong of mistakesIn(origin.bundles, file)) {
      const message = `the provenance of \`${file.filename}\` is not about this file: ${wrong}`;
      yield remark("P14", "failure", message, { filename: file.filename, reason: wrong });
    }
  }
  const publishers = sortedTexts(publishersOf(subject, lockedFiles).map(sayPublisher));
  if (attested > 0) {
    const message = `${title} is attested by ${publishers.join(" and ")}; the signatures were not checked`;
    yield remark("P14", "not-checked", message, { publishers, attested, verification: "not checked" });
  }
  if (attested === 0 && absent > 0 && unasked.length === 0)
    yield remark("P14", "info", `${title} has no attestation on its index`);
  if (unasked.length > 0) {
    const [why] = sortedTexts(unasked);
    const message = `the provenance of ${unasked.length} of ${lockedFiles.length} files of ${title} was not read: ${why}`;
    yield remark("P14", "not-checked", message, { files: unasked.length });
  }
}

/** What of each statement is not true of `file`, sorted. */
function mistakesIn(bundles: readonly AttestationBundle[], file: ReleaseFile): readonly string[] {
  const attestations = bundles.flatMap((bundle) => bundle.attestations);
  return sortedTexts(
    attestations.flatMap(({ subjects, predicateType }) => {
      if (!predicates.has(predicateType))
        return [`its statement is \`${predicateType}\`, which says nothing of an origin`];
      const [subject, ...more] = subjects;
      if (subject === undefined || more.length > 0) return [`its statement is about ${subjects.length} files`];
      if (!isSameFile(subject.name, file.filename)) return [`its statement is about \`${subject.name}\``];
      if (subject.sha256 === undefined) return ["its statement has no SHA-256"];
      return subject.sha256 === file.sha256 ? [] : [`its statement is about the digest \`${subject.sha256}\``];
    }),
  );
}

/** PEP 740, "Attestation types". */
const predicates: ReadonlySet<string> = new Set([
  "https://slsa.dev/provenance/v1",
  "https://docs.pypi.org/attestations/publish/v1",
]);

/** Equal once parsed: a version and a name may be written in several ways. */
function isSameFile(name: string, filename: string): boolean {
  if (name === filename) return true;
  const parse = isWheelName(filename) ? tryParseWheelName : tryParseSdistName;
  const [one, other] = [parse(name), parse(filename)];
  if (one === undefined || other === undefined || isWheelName(name) !== isWheelName(filename)) return false;
  return one.name === other.name && Version.equal(one.version, other.version) && endOf(name) === endOf(filename);
}

/** The tags of a wheel, or the kind of a source distribution. */
function endOf(filename: string): string {
  return isWheelName(filename)
    ? filename.split("-").slice(2).join("-")
    : (/(?:\.tar\.gz|\.zip)$/.exec(filename)?.[0] ?? "");
}

/** P15: published by another than before; by nobody that is known, where one was; or by several at once. */
export function* checkPublisher(subject: Subject): Iterable<Remark> {
  const { title, lockedFiles } = subject;
  const publishers = sortedTexts(publishersOf(subject, lockedFiles).map(sayPublisher));
  if (publishers.length > 1) {
    const message = `files of ${title} are published by different ones: ${publishers.join(" and ")}`;
    yield remark("P15", "warning", message, { publishers });
  }
  if (subject.novelty !== "moved") return;
  for (const before of olderReleases(subject)) {
    const older = sortedTexts(publishersOf(subject, before.files).map(sayPublisher));
    if (older.length === 0) continue;
    const evidence = { before: older, publishers, version: before.version.toString() };
    const was = `\`${before.version.toString()}\` was published by ${older.join(" and ")}`;
    if (publishers.length === 0) {
      const isKnown = lockedFiles.length > 0 && lockedFiles.every((file) => subject.origin(file).kind === "absent");
      if (isKnown) yield remark("P15", "warning", `${title} has no attestation, and ${was}`, evidence);
    } else if (!publishers.every((publisher) => older.includes(publisher)))
      yield remark("P15", "warning", `${title} is published by ${publishers.join(" and ")}, and ${was}`, evidence);
  }
}

function olderReleases(subject: Subject) {
  const versions = new Map(subject.before.map(({ version }) => [version.toString(), version]));
  return [...versions.values()].map((version) => ({ version, files: subject.filesOf(version) }));
}

/** P16: published from another repository than the project names as its own, or than it was scanned by. */
export function* checkRepository(subject: Subject): Iterable<Remark> {
  const { assignment, facts, release, version, lockedFiles, title } = subject;
  if (assignment.kind !== "assigned") return;
  const publishers = publishersOf(subject, lockedFiles);
  const published = sortedTexts(publishers.flatMap((publisher) => repositoryOf(publisher) ?? []));
  if (published.length === 0) return;
  const links = facts.links.get(releaseKey(assignment.source.url, release.name, version)) ?? [];
  const scanned = facts.scanned(release.name);
  const own = sortedTexts(links.flatMap((link) => tryReadRepository(link) ?? []));
  const cards = scanned === undefined ? [] : [scanned.toLowerCase()];
  for (const [known, words] of [
    [own, "its metadata names"],
    [cards, "its scorecard is of"],
  ] as const) {
    const strange = published.filter((repository) => !known.includes(repository));
    if (known.length === 0 || strange.length === 0) continue;
    const names = (list: readonly string[]) => list.map((name) => `\`${name.slice(0, 200)}\``).join(" and ");
    const message = `${title} is published from ${names(strange)}, and ${words} ${names(known)}`;
    yield remark("P16", "warning", message, { publisher: strange, project: [...known] });
  }
}

/** Whoever published any of the files, as far as it is known. */
function publishersOf(subject: Subject, files: readonly ReleaseFile[]): readonly Publisher[] {
  return files.flatMap((file) => {
    const origin = subject.origin(file);
    return origin.kind === "known" ? origin.bundles.map(({ publisher }) => publisher) : [];
  });
}

/** Kind, repository and workflow: what has to stay the same. */
function sayPublisher({ kind, repository, workflow }: Publisher): string {
  const where = repository === undefined ? "" : ` \`${repository.slice(0, 200)}\``;
  const how = workflow === undefined ? "" : ` by \`${workflow.slice(0, 200)}\``;
  return `${kind}${where}${how}`;
}

/** Where kinds of publishers keep their repositories. */
const hosts: ReadonlyMap<string, string> = new Map([
  ["GitHub", "github.com"],
  ["GitLab", "gitlab.com"],
]);

function repositoryOf({ kind, repository }: Publisher): string | undefined {
  const host = hosts.get(kind);
  return host === undefined || repository === undefined ? undefined : `${host}/${repository.toLowerCase()}`;
}

/** Such as `github.com/psf/requests`; undefined for an address that is of no repository. */
export function tryReadRepository(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || ![...hosts.values()].includes(url.host)) return undefined;
  const steps = url.pathname.split("/").filter(Boolean);
  // Of a person, or of nobody: `github.com/sponsors/…` is no repository.
  if (steps.length < 2 || steps[0] === "sponsors" || steps[0] === "orgs") return undefined;
  const end = url.host === "gitlab.com" ? steps.indexOf("-") : 2;
  const path = steps.slice(0, end === -1 ? undefined : end).join("/");
  return `${url.host}/${path.replace(/\.git$/, "").toLowerCase()}`;
}
