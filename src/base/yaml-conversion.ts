/**
 * From the nodes of the `yaml` library to plain values with their places. What the library would do with keys and
 * aliases is done here instead, where it is linear and bounded.
 */

import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";

import { checkCount } from "./limits.ts";
import { AliasRefused, DuplicateKey } from "./yaml-errors.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A value with its place. */
export interface YamlEntry {
  readonly value: unknown;
  readonly offset: number;
  /** Where its key starts; of a list item or the document, the same as `offset`. */
  readonly keyOffset: number;
  /** A scalar as written. */
  readonly text?: string;
  /** What a collection holds, by key or index. */
  readonly entries?: ReadonlyMap<string | number, YamlEntry>;
}

/** Turns the nodes of one document into entries, in the order of the text. Recursion is bounded by the depth limit. */
export class YamlConversion {
  readonly #source: YamlSource;
  readonly #keyLimit: number;
  readonly #merge: boolean;
  /** What each anchor stands for so far; a later anchor of the same name replaces it. */
  readonly #anchors = new Map<string, YamlEntry>();
  #keys = 0;

  constructor(source: YamlSource, keyLimit: number, merge: boolean) {
    this.#source = source;
    this.#keyLimit = keyLimit;
    this.#merge = merge;
  }

  /** @param keyOffset where the key of `node` starts, if it has one. */
  convert(node: unknown, keyOffset?: number): YamlEntry {
    const offset = startOf(node) ?? keyOffset ?? 0;
    const place = { offset, keyOffset: keyOffset ?? offset };
    if (isAlias(node)) throw new AliasRefused(this.#source.at(offset), node.source);
    const entry: YamlEntry = { ...place, ...this.#content(node) };
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined)
      this.#anchors.set(node.anchor, entry);
    return entry;
  }

  #content(node: unknown): Pick<YamlEntry, "value" | "text" | "entries"> {
    if (isMap(node)) {
      const entries = this.#mapEntries(node.items);
      return { entries, value: Object.fromEntries([...entries].map(([key, entry]) => [key, entry.value])) };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.convert(item));
      return { entries: new Map(items.entries()), value: items.map((item) => item.value) };
    }
    if (isScalar(node)) return { value: node.value, text: node.source ?? String(node.value) };
    return { value: null, text: "" };
  }

  #mapEntries(pairs: readonly Pair[]): Map<string, YamlEntry> {
    const entries = new Map<string, YamlEntry>();
    const merged: (readonly YamlEntry[])[] = [];
    for (const { key: keyNode, value } of pairs) {
      const key = this.#key(keyNode);
      const keyOffset = startOf(keyNode) ?? 0;
      if (this.#merge && key === "<<") merged.push(this.#mergeSources(value, keyOffset));
      else this.#add(entries, key, keyOffset, value);
    }
    for (const source of merged.flat()) this.#mergeInto(entries, source);
    return entries;
  }

  #add(entries: Map<string, YamlEntry>, key: string, keyOffset: number, value: unknown): void {
    this.#countKey();
    const first = entries.get(key);
    if (first !== undefined)
      throw new DuplicateKey(this.#source.at(keyOffset), key, this.#source.position(first.keyOffset).line);
    entries.set(key, this.convert(value, keyOffset));
  }

  #key(node: unknown): string {
    if (isScalar(node)) {
      if (typeof node.value === "string") return node.value;
      if (node.source !== undefined && node.source !== "") return node.source;
    }
    throw this.#source.invalid(startOf(node) ?? 0, "a key has to be one word or string");
  }

  /** The mappings that a merge key names, first one first: one, or a list, written out or by its anchor. */
  #mergeSources(value: unknown, keyOffset: number): readonly YamlEntry[] {
    if (isSeq(value)) return value.items.flatMap((item) => this.#mergeSources(item, keyOffset));
    const offset = startOf(value) ?? keyOffset;
    const entry = isAlias(value) ? this.#anchors.get(value.source) : this.convert(value, keyOffset);
    if (entry === undefined) throw this.#source.invalid(offset, "this alias names no anchor before it");
    const sources = Array.isArray(entry.value) ? [...(entry.entries?.values() ?? [])] : [entry];
    if (sources.every((source) => isPlainObject(source.value))) return sources;
    throw this.#source.invalid(offset, "only a mapping can be merged with `<<`");
  }

  #mergeInto(entries: Map<string, YamlEntry>, source: YamlEntry): void {
    for (const [key, entry] of source.entries ?? []) {
      this.#countKey();
      if (!entries.has(String(key))) entries.set(String(key), entry);
    }
  }

  #countKey(): void {
    this.#keys++;
    checkCount(this.#source.place, "keys", this.#keys, this.#keyLimit);
  }
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
