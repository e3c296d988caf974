/**
 * Writes a Pipfile.lock: the very bytes that Pipenv would write for these pins, in the flavour of the lock that is
 * replaced. Where Pipenv's own output is not deterministic an old entry stays as long as it is one of its possible
 * answers, and where it is broken (an entry whose conditions do not hold where the lock is made) a real pin with the
 * right marker is written.
 */

import type { PackageName } from "../python/index.ts";
import { asJson, matchingHashFormulas, pipfileHashes, requiresTable } from "./pipfile-hash.ts";
import {
  type WrittenEntry,
  writeOld,
  writeOpaque,
  writePinned,
  writeTransitive,
  writeUnpinned,
} from "./pipfile-lock-entry.ts";
import { SectionGraph } from "./pipfile-lock-graph.ts";
import { type LockedSection, lockedSection } from "./pipfile-lock-index.ts";
import { holds } from "./pipfile-lock-markers.ts";
import type { LockPin, LockRequest } from "./pipfile-lock-request.ts";
import type { LockEntry } from "./pipfile-lock.ts";
import { type PipfileEntry, lockSectionName } from "./pipfile.ts";
import { type JsonObject, formatCompactJson, formatIndentedJson } from "./python-json.ts";

type Written = ReadonlyMap<PackageName, WrittenEntry>;

/**
 * The text of the lock, with one final line break.
 *
 * @throws {Error} when an entry that applies has no pin, or when pins are given for a section that the Pipfile lacks.
 */
export function formatPipfileLock(request: LockRequest): string {
  const { pipfile } = request;
  const names = new Set(["packages", "dev-packages", ...pipfile.sections.keys()]);
  refuseUnknownSections(request, new Set([...names].map(lockSectionName)));
  const defaults = writeSection(request, "packages");
  const sections = [...names].map((name): [string, JsonObject] => {
    const entries = name === "packages" ? defaults : withDefaults(request, name, writeSection(request, name), defaults);
    return [lockSectionName(name), Object.fromEntries([...entries.values()].map(({ key, value }) => [key, value]))];
  });
  const lock: JsonObject = Object.fromEntries([["_meta", formatMeta(request)], ...sections]);
  const text = `${formatIndentedJson(lock)}\n`;
  return request.oldLock?.newline === "\r\n" ? text.replaceAll("\n", "\r\n") : text;
}

function refuseUnknownSections(request: LockRequest, known: ReadonlySet<string>): void {
  for (const [section, pins] of request.sections) {
    if (pins.size > 0 && !known.has(section)) {
      throw new Error(`there are pins for \`${section}\`, and ${request.pipfile.place} has no such section`);
    }
  }
}

/** `_meta`: the digest, the format's number, and the Pipfile's `requires` and sources as written. */
function formatMeta({ pipfile, oldLock, moreSources = [] }: LockRequest): JsonObject {
  const [matching] = oldLock === undefined ? [] : matchingHashFormulas(pipfile, oldLock);
  // A current Pipenv refuses a Pipfile with `[thoth]`, so only older readers, which hash no categories, will look.
  const formula = matching ?? (pipfile.thoth === undefined ? "canonical" : "plain-no-categories");
  return {
    hash: { sha256: pipfileHashes(pipfile)[formula] },
    "pipfile-spec": 6n,
    requires: asJson(requiresTable(pipfile)),
    sources: [
      ...pipfile.sources.map(({ raw, verifySsl }) => ({ ...asJson(raw), verify_ssl: verifySsl })),
      // Installers look up the `index` of an entry here, and not in the Pipfile.
      ...moreSources.map(({ name, url }) => ({ name, url, verify_ssl: true })),
    ],
  };
}

/** All entries of one section of the Pipfile, by package. */
function writeSection(request: LockRequest, section: string): Written {
  const entries = request.pipfile.sections.get(section) ?? [];
  const writer = new SectionWriter(request, section, entries);
  for (const entry of entries) writer.writeEntry(entry);
  writer.writeTransitives();
  writer.keepOpaque();
  return writer.written;
}

/**
 * Pipenv replaces whatever `packages` also locks by the entry there as a whole, unless it is told not to. Older
 * versions did not, so an entry of its own that stands in the old lock and pins the same release stays.
 */
function withDefaults(request: LockRequest, section: string, entries: Written, defaults: Written): Written {
  if (!request.pipfile.useDefaultConstraints) return entries;
  const old = request.oldLock?.sections.get(lockSectionName(section));
  return new Map(
    [...entries].map(([name, entry]) => {
      const shared = defaults.get(name) ?? entry;
      const isKept = entry.value["version"] === shared.value["version"] && isSame(entry.value, old?.get(name)?.raw);
      return [name, isKept ? entry : shared];
    }),
  );
}

/** Whether two entries differ in their hashes at most. */
function isSame(entry: JsonObject, old: JsonObject | undefined): boolean {
  if (old === undefined) return false;
  return formatCompactJson({ ...entry, hashes: [] }) === formatCompactJson({ ...old, hashes: [] });
}

class SectionWriter {
  readonly written = new Map<PackageName, WrittenEntry>();
  readonly #where: LockedSection;
  readonly #entries: readonly PipfileEntry[];
  readonly #applying: ReadonlySet<PipfileEntry>;
  readonly #pins: ReadonlyMap<PackageName, LockPin>;
  readonly #old: ReadonlyMap<PackageName, LockEntry>;
  readonly #without: ReadonlySet<PackageName>;
  readonly #graph: SectionGraph<PipfileEntry>;

  constructor(request: LockRequest, section: string, entries: readonly PipfileEntry[]) {
    const { pipfile, markers, sections, without, oldLock } = request;
    this.#without = without ?? new Set();
    this.#where = lockedSection(pipfile, section);
    this.#entries = entries;
    this.#applying = new Set(entries.filter((entry) => holds(entry, markers)));
    this.#pins = sections.get(lockSectionName(section)) ?? new Map();
    this.#old = oldLock?.sections.get(lockSectionName(section)) ?? new Map();
    this.#graph = new SectionGraph(entries, this.#applying, this.#pins, markers);
  }

  writeEntry(entry: PipfileEntry): void {
    const [pin, old] = [this.#pins.get(entry.name), this.#old.get(entry.name)];
    const applies = this.#applying.has(entry);
    // Its own condition is false here, but something that applies pulls it in: then it must be installed all the same.
    if (!applies && pin !== undefined && this.#graph.isNeeded(entry.name)) return;
    if (entry.source.kind !== "index") this.#add(writeOpaque(entry, pin, old));
    else if (pin !== undefined) this.#add(writePinned(this.#where, entry, pin, applies, old));
    else if (!applies) this.#add(writeUnpinned(this.#where, entry, old));
    else if (!this.#without.has(entry.name))
      throw new Error(`\`${entry.key}\` of \`${this.#where.section}\` has no pin`);
  }

  /** Every pin that no entry of the Pipfile names, or none that applies. */
  writeTransitives(): void {
    for (const [name, pin] of this.#pins) {
      if (this.written.has(name)) continue;
      const [arrivals, extras] = [this.#graph.arrivals(name), this.#graph.extrasOf(name)];
      this.#add(writeTransitive(this.#where, name, pin, arrivals, extras, this.#old.get(name)));
    }
  }

  /** What VCS, path and file entries pulled in by address is in the old lock only, and stays as long as they do. */
  keepOpaque(): void {
    if (this.#entries.every((entry) => entry.source.kind === "index")) return;
    for (const old of this.#old.values()) {
      if (old.source.kind !== "index" && !this.written.has(old.name)) this.#add(writeOld(old));
    }
  }

  #add(entry: WrittenEntry): void {
    this.written.set(entry.name, entry);
  }
}
