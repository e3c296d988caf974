/**
 * Options that say where packages come from, folded in the order in which pip meets them.
 *
 * Surprises: `--index-url` replaces every index before it, those of `--extra-index-url` too; pip asks all of them at once
 * and takes the best release of any, which lets a stranger's package stand in for a private one; here the first index
 * that has a name answers.
 */

import { compareText } from "../../base/index.ts";
import { hostOf, nameIndexes, publicSource } from "../index-names.ts";
import type { ManifestSource } from "../manifest.ts";
import { InvalidRequirementsFile } from "./errors.ts";
import type { LineOption } from "./options.ts";
import type { OptionsStatement } from "./statement.ts";

export interface IndexOptions {
  /** Never empty. */
  readonly sources: readonly ManifestSource[];
  /** Lines that a lock needs besides its indexes, as pip-compile writes and orders them. */
  readonly others: readonly string[];
  readonly remarks: readonly string[];
}

/** @throws {InvalidRequirementsFile} when no index is left. */
export function foldIndexOptions(statements: readonly OptionsStatement[]): IndexOptions {
  const fold = new IndexFold();
  for (const statement of statements) {
    const { options } = statement;
    const has = (name: LineOption["name"]) => options.findLast((option) => option.name === name);
    if (has("--no-index") !== undefined) fold.closed = statement;
    const main = has("--index-url");
    if (main !== undefined) fold.urls = [{ url: main.value, written: statement }];
    for (const { name, value } of options) fold.add(name, value, statement);
  }
  return fold.finish();
}

class IndexFold {
  closed: OptionsStatement | undefined;
  urls: Pick<ManifestSource, "url" | "written">[] = [{ url: publicSource.url }];
  readonly #links = new Set<string>();
  readonly #hosts = new Set<string>();
  readonly #noBinary = new Set<string>();
  readonly #onlyBinary = new Set<string>();

  add(name: LineOption["name"], value: string, written: OptionsStatement): void {
    if (name === "--extra-index-url") this.urls.push({ url: value, written });
    if (name === "--find-links") this.#links.add(value);
    if (name === "--trusted-host") this.#hosts.add(value);
    if (name === "--no-binary") control(value, this.#noBinary, this.#onlyBinary);
    if (name === "--only-binary") control(value, this.#onlyBinary, this.#noBinary);
  }

  finish(): IndexOptions {
    if (this.closed !== undefined) throw noIndex(this.closed);
    const urls = this.urls.filter(({ url }, i) => this.urls.findIndex((other) => other.url === url) === i);
    const names = nameIndexes(urls.map(({ url }) => ({ url })));
    const sources = urls.map(({ url, written }, i) => ({
      name: names[i]!,
      url,
      verifySsl: !this.#isTrusted(url),
      ...(written !== undefined && { written: { file: written.file, line: written.line } }),
    }));
    const others = [
      ...[...this.#links].map((link) => `--find-links ${link}`),
      ...[...this.#hosts].map((host) => `--trusted-host ${host}`),
      ...controlLines("--no-binary", this.#noBinary),
      ...controlLines("--only-binary", this.#onlyBinary),
    ];
    return { sources, others, remarks: [...this.#remarks(sources)] };
  }

  *#remarks(sources: readonly ManifestSource[]): Iterable<string> {
    if (sources.length > 1) {
      const names = sources.map(({ name }) => `\`${name}\``).join(", ");
      yield `of the indexes ${names} the first that has a package is asked for it, while pip itself takes the best release of any`;
    }
    if (this.#links.size > 0) yield "pages of `--find-links` are not read: only releases of an index are chosen";
    if (this.#noBinary.size > 0) yield "`--no-binary` is kept in the lock, but metadata is read from wheels";
  }

  #isTrusted(url: string): boolean {
    const host = hostOf(url);
    return this.#hosts.has(host) || this.#hosts.has(host.replace(/:\d+$/, ""));
  }
}

/** pip: `:all:` clears the other list, `:none:` clears the own one, a name leaves the other list. */
function control(value: string, own: Set<string>, other: Set<string>): void {
  for (const name of value.split(",").filter(Boolean)) {
    if (name === ":none:") own.clear();
    else if (name === ":all:") {
      other.clear();
      own.clear();
      own.add(name);
    } else {
      other.delete(name);
      own.add(name);
    }
  }
}

/** `:all:` first, then names. */
function controlLines(option: string, names: ReadonlySet<string>): readonly string[] {
  return [...names].toSorted(compareText).map((name) => `${option} ${name}`);
}

function noIndex({ file, line, column }: OptionsStatement): InvalidRequirementsFile {
  const problem = "`--no-index` leaves no index to choose releases from";
  return new InvalidRequirementsFile(`${file}:${line}:${column}`, problem, "name one with `--index-url`");
}
