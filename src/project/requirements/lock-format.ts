/**
 * Writes a lock in the form of a requirements file, laid out as pip-compile lays it out: the indexes, then every pin with
 * its hashes and who asks for it.
 *
 * It keeps the flavour of the lock that it replaces. The comment at the top stays, since it tells people how to write the
 * file anew; a lock without hashes stays without; and a lock that no tool wrote keeps its comments and its order for as
 * long as only versions move. Hashes are left out where pip would refuse the file for them: it wants one for every line,
 * and repositories, folders and releases of some indexes have none.
 */

import { posix } from "node:path";
import { compareText } from "../../base/index.ts";
import { Marker, type MarkerEnvironment, type PackageName, Version } from "../../python/index.ts";
import { SectionGraph } from "../pipfile-lock-graph.ts";
import type { LockPin } from "../pipfile-lock-request.ts";
import { editPins } from "./edit.ts";
import { foldIndexOptions } from "./index-options.ts";
import type { RequirementsLock } from "./lock.ts";
import type { RequirementEntry, RequirementLine, RequirementsManifest } from "./manifest.ts";

/** What a requirements lock is written from. */
export interface RequirementsLockRequest {
  readonly manifest: RequirementsManifest;
  /** The path of the lock from the root. */
  readonly place: string;
  /** The one environment that the pins were chosen for. */
  readonly markers: MarkerEnvironment;
  /** Under `default`: what is needed here, and a pin for entries whose condition is false here, if there is one. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<PackageName, LockPin>>;
  /** Packages of the manifest that the lock does without: another one stands in for them, or they are not needed here. */
  readonly without?: ReadonlySet<PackageName>;
  /** The lock that is replaced. */
  readonly oldLock: RequirementsLock | undefined;
}

/** The text of the lock, with one final line break. @throws {Error} when an entry that applies has no pin. */
export function formatRequirementsLock(request: RequirementsLockRequest): string {
  return new LockWriter(request).write();
}

/** Whether a lock of these lines may have hashes: pip has no way to check one of a repository or a folder. */
export function canBeHashed({ entries, unnamed }: RequirementsManifest): boolean {
  const opaque = [...entries, ...unnamed].filter(({ source }) => source.kind !== "index");
  return opaque.every(({ source, hashes, editable }) => source.kind === "file" && hashes.length > 0 && !editable);
}

/** A line of the lock and what it is sorted by. */
interface LockLine {
  readonly key: string;
  readonly text: string;
}

class LockWriter {
  readonly #request: RequirementsLockRequest;
  readonly #pins: ReadonlyMap<PackageName, LockPin>;
  /** Those of an index, by name, and only if their condition holds, as far as there are such. */
  readonly #entries: ReadonlyMap<PackageName, readonly RequirementEntry[]>;
  readonly #graph: SectionGraph<RequirementEntry>;
  readonly #isHashed: boolean;

  constructor(request: RequirementsLockRequest) {
    const { manifest, markers, oldLock } = request;
    this.#request = request;
    this.#pins = request.sections.get("default") ?? new Map();
    const applying = new Set(manifest.entries.filter(({ marker }) => marker?.evaluate(markers) ?? true));
    this.#entries = groupByName(manifest.entries, applying);
    this.#graph = new SectionGraph(manifest.entries, applying, this.#pins, markers);
    const isFlavour = oldLock === undefined || oldLock.isHashed || oldLock.sections.get("default")!.size === 0;
    const hasAll = [...this.#pins.values()].every(({ hashes }) => hashes.length > 0);
    this.#isHashed = isFlavour && hasAll && canBeHashed(manifest);
    for (const { name, source, text } of applying)
      if (source.kind === "index" && !this.#pins.has(name) && request.without?.has(name) !== true)
        throw new Error(`\`${text}\` has no pin`);
  }

  write(): string {
    const edited = this.#edit();
    if (edited !== undefined) return edited;
    const lines = [this.#header(), ...this.#optionLines(), ...this.#lines()];
    const text = `${lines.join("\n")}\n`;
    return this.#request.oldLock?.newline === "\r\n" ? text.replaceAll("\n", "\r\n") : text;
  }

  /** The old lock with other versions, if no tool wrote it and nothing else changes. */
  #edit(): string | undefined {
    const { oldLock, manifest } = this.#request;
    if (oldLock === undefined || oldLock.header !== undefined) return undefined;
    if (oldLock.isHashed && !this.#isHashed) return undefined;
    const { statements } = oldLock.file;
    if (statements.some(({ kind }) => kind === "include")) return undefined;
    const old = foldIndexOptions(statements.filter((statement) => statement.kind === "options"));
    if (textOf(old.sources.map(({ url }) => url)) !== textOf(manifest.sources.map(({ url }) => url))) return undefined;
    const own = statements
      .filter((statement) => statement.kind === "requirement")
      .map(({ source, whole }) => ({ source, written: whole.text }));
    if (textOf(opaqueLines(own)) !== textOf(opaqueLines([...manifest.entries, ...manifest.unnamed]))) return undefined;
    return editPins(oldLock.file, this.#pins);
  }

  #header(): string {
    const { oldLock, markers, manifest, place } = this.#request;
    if (oldLock?.header !== undefined) return oldLock.header;
    const source = this.#pathOf(manifest.place === place ? asSource(place) : manifest.place);
    return `#\n# This file is autogenerated by Thoth with Python ${markers.python_version}\n# from ${source}\n#`;
  }

  /** Followed by an empty line, if there are any. */
  #optionLines(): readonly string[] {
    const { sources, optionLines } = this.#request.manifest;
    const indexes = sources.flatMap(({ name, url }, i) => {
      if (i === 0) return name === "pypi" ? [] : [`--index-url ${url}`];
      return [`--extra-index-url ${url}`];
    });
    const lines = [...indexes, ...optionLines];
    return lines.length === 0 ? [] : [...lines, ""];
  }

  #lines(): readonly string[] {
    const { entries, unnamed } = this.#request.manifest;
    const opaque = [...entries, ...unnamed].filter(({ source }) => source.kind !== "index");
    const pins = [...this.#pins].map(([name, pin]) => ({ key: `1 ${name}`, text: this.#pinLine(name, pin) }));
    const lines: LockLine[] = [...opaque.map((statement) => this.#opaqueLine(statement)), ...pins];
    return lines.toSorted((a, b) => compareText(a.key, b.key)).map(({ text }) => text);
  }

  /** As the manifest has it; pip-compile puts what is editable first. */
  #opaqueLine({ editable, text, written, file }: RequirementLine): LockLine {
    return { key: `${editable ? 0 : 1} ${text}`, text: withSources(written, [this.#requirer(file)]) };
  }

  #pinLine(name: PackageName, pin: LockPin): string {
    const extras = [...this.#graph.extrasOf(name)].toSorted(compareText);
    const marker = this.#marker(name, pin);
    const parts = [
      `${name}${extras.length === 0 ? "" : `[${extras.join(",")}]`}==${pin.version}`,
      ...(marker === undefined ? [] : [` ; ${marker}`]),
      ...(this.#isHashed ? [...new Set(pin.hashes)].toSorted().map((hash) => ` \\\n    --hash=sha256:${hash}`) : []),
    ];
    return withSources(parts.join(""), this.#sources(name));
  }

  /** The conditions of the entries that bring the package, if nothing else does. */
  #marker(name: PackageName, { version }: LockPin): string | undefined {
    const entries = this.#entries.get(name) ?? [];
    if (entries.length === 0 || this.#graph.requirers(name).size > 0) return undefined;
    const pinned = Version.tryParse(version);
    const fitting = entries.filter(
      ({ source }) => source.kind === "index" && (pinned === undefined || source.specifier.admits(pinned)),
    );
    const markers = (fitting.length === 0 ? entries : fitting).map(({ marker }) => marker);
    const conditions = new Set(markers.map((marker) => marker?.toString()));
    if (conditions.has(undefined)) return undefined;
    return Marker.parse([...conditions].map((each) => `(${each})`).join(" or ")).toString();
  }

  /** Who asks for the package: files first, then packages. */
  #sources(name: PackageName): readonly string[] {
    const { manifest, markers } = this.#request;
    const constraints = manifest.constraints.filter(
      ({ requirement }) => requirement.name === name && (requirement.marker?.evaluate(markers) ?? true),
    );
    const files = [
      ...constraints.map(({ file }) => `-c ${this.#sourceOf(file)}`),
      ...(this.#entries.get(name) ?? []).map(({ file }) => this.#requirer(file)),
    ];
    return [...new Set([...files, ...this.#graph.requirers(name)])].toSorted(compareText);
  }

  #requirer(file: string): string {
    return this.#request.manifest.requirer ?? `-r ${this.#sourceOf(file)}`;
  }

  /** A manifest in the lock's own place moves aside for it. */
  #sourceOf(file: string): string {
    return this.#pathOf(file === this.#request.place ? asSource(file) : file);
  }

  #pathOf(file: string): string {
    return posix.relative(posix.dirname(this.#request.place), file);
  }
}

/** Where requirements go when their file becomes the lock: `requirements.in` for `requirements.txt`. */
export function asSource(place: string): string {
  return place.replace(/\.txt$/, ".in");
}

function groupByName(
  entries: readonly RequirementEntry[],
  applying: ReadonlySet<RequirementEntry>,
): ReadonlyMap<PackageName, readonly RequirementEntry[]> {
  const groups = Map.groupBy(
    entries.filter(({ source }) => source.kind === "index"),
    ({ name }) => name,
  );
  return new Map(
    [...groups].map(([name, group]) => {
      const own = group.filter((entry) => applying.has(entry));
      return [name, own.length > 0 ? own : group];
    }),
  );
}

/** Those that are not from an index. */
function opaqueLines(lines: readonly Pick<RequirementLine, "source" | "written">[]): readonly string[] {
  return lines.filter(({ source }) => source.kind !== "index").map(({ written }) => written);
}

function textOf(lines: readonly string[]): string {
  return lines.toSorted(compareText).join("\n");
}

function withSources(line: string, sources: readonly string[]): string {
  if (sources.length === 0) return line;
  const [only, ...more] = sources;
  const via = more.length === 0 ? [`    # via ${only}`] : ["    # via", ...sources.map((each) => `    #   ${each}`)];
  return [line, ...via].join("\n");
}
