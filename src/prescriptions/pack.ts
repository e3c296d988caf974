/**
 * Rules in compiled form: checked once, sorted by what they speak of, and packed, so that a run opens a few megabytes in
 * place of reading a hundred thousand files, and makes units only of the few rules that concern it.
 *
 * Each package has a section of rules that state facts and one of rules that only tell; so has each base image that a rule
 * without a package is bound to, and whatever is bound to neither. In a section of rules that only tell, those of one
 * exact version stand under it: a package with 1,300 releases has 1,300 rules, and a stack needs those of one release.
 */

import { ByteRow } from "../base/index.ts";
import type { Unit } from "../pipeline/index.ts";
import { sections } from "./kinds.ts";
import type { LoadedUnit, RuleSummary } from "./load.ts";
import { PackFileWriter } from "./pack-file.ts";
import { type Keys, subjectsOf } from "./subjects.ts";

/** One rule: its place in the order of all, kind, namespace, condition (each a number), path, and the rest of its value. */
export type PackedRule = readonly [number, number, number, number, string, object];

/** A section: rules that are always looked at, and those of one version. */
export interface PackedSection {
  readonly all: readonly PackedRule[];
  readonly exact: Readonly<Record<string, readonly PackedRule[]>>;
}

/** Numbers of sections by what is asked, then by package or image; the empty image stands for no condition on it. */
export type PackedIndex = Readonly<Record<Question, { readonly packages: SectionRows; readonly images: SectionRows }>>;

type SectionRows = readonly (readonly [key: string, section: number])[];

export type Question = "facts" | "notes" | "boots";
export const questions = ["facts", "notes", "boots"] as const;

/** The last section. */
export interface PackedHead {
  readonly summary: Omit<RuleSummary, "rejected"> & {
    /** Each with its first complaint. */
    readonly rejected: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  };
  readonly index: PackedIndex;
  readonly namespaces: readonly string[];
  /** `should_include` of the rules as JSON; empty where it is missing. */
  readonly conditions: readonly string[];
  /** The number of the section of names. */
  readonly names: number;
}

/** By the order of all rules: kind and full name, the path of its file, and a section that has it. */
export type PackedNames = readonly (readonly [string, string, number])[];

/** Rules by their place in the order of all, and those of one version. */
interface Bucket {
  readonly all: number[];
  readonly exact: Map<string, number[]>;
}

/** No package has this name: under it stands what is never asked, and may be named by others. */
const unasked = "";

/** Gives each text a number from 0. */
class Numbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  get texts(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}

export class PackWriter {
  readonly #namespaces = new Numbers();
  readonly #conditions = new Numbers();
  readonly #buckets = Object.fromEntries(
    questions.map((question) => [question, { packages: new Map<string, Bucket>(), images: new Map<string, Bucket>() }]),
  ) as Record<Question, { packages: Map<string, Bucket>; images: Map<string, Bucket> }>;
  /** Of each its kind and full name, and its path, as JSON without the end. */
  readonly #names = new ByteRow();
  readonly #rules = new ByteRow();

  /** In the order of all. */
  add({ unit, value, section, namespace, path }: LoadedUnit): void {
    const order = this.#names.addText(`[${JSON.stringify(nameKey(unit))},${JSON.stringify(path)}`);
    const { should_include: condition, metadata: _, ...rest } = value as Record<string, unknown>;
    const rule: PackedRule = [
      order,
      sections.indexOf(section),
      this.#namespaces.of(namespace),
      this.#conditions.of(JSON.stringify(condition) ?? ""),
      path,
      rest,
    ];
    this.#rules.addText(JSON.stringify(rule));
    const subjects = subjectsOf(unit, value);
    for (const question of questions) this.#put(question, subjects[question], order);
    const isAsked = questions.some((question) => subjects[question] !== undefined);
    if (!isAsked) put(this.#buckets.facts.packages, unasked, undefined, order);
  }

  /** @param origin the SHA-256 of what the rules were read from. */
  finish(summary: RuleSummary, origin: Buffer): Buffer {
    const writer = new PackFileWriter();
    const places = new Uint32Array(summary.unitCount);
    const write = (buckets: Map<string, Bucket>): SectionRows =>
      [...buckets].map(([key, bucket]) => {
        const number = writer.add(this.#textOf(bucket));
        for (const order of [bucket.all, ...bucket.exact.values()].flat()) places[order] = number;
        return [key, number];
      });
    const index = Object.fromEntries(
      questions.map((question) => {
        const { packages, images } = this.#buckets[question];
        return [question, { packages: write(packages), images: write(images) }];
      }),
    ) as PackedIndex;
    const names = Array.from(places, (place, order) => `${this.#names.at(order).toString("utf8")},${place}]`);
    const head: PackedHead = {
      summary: {
        ...summary,
        rejected: summary.rejected.map(({ path, errors: [{ code, message }] }) => ({ path, code, message })),
      },
      index,
      namespaces: this.#namespaces.texts,
      conditions: this.#conditions.texts,
      // It is read as `PackedNames`.
      names: writer.add(`[${names.join()}]`),
    };
    writer.add(JSON.stringify(head));
    return writer.finish(origin);
  }

  #textOf({ all, exact }: Bucket): string {
    const versions = [...exact].map(([version, rules]) => `${JSON.stringify(version)}:[${this.#joined(rules)}]`);
    return `{"all":[${this.#joined(all)}],"exact":{${versions.join()}}}`;
  }

  #joined(rules: readonly number[]): string {
    return rules.map((order) => this.#rules.at(order).toString("utf8")).join();
  }

  #put(question: Question, keys: Keys | undefined, order: number): void {
    const { packages, images } = this.#buckets[question];
    switch (keys?.kind) {
      case undefined:
        break;
      case "packages":
        for (const { name, version } of keys.releases) put(packages, name, version, order);
        break;
      case "images":
        for (const image of keys.images) put(images, image, undefined, order);
        break;
      case "all":
        put(images, "", undefined, order);
    }
  }
}

/** What a unit is found by. */
export function nameKey({ kind, name }: Pick<Unit, "kind" | "name">): string {
  return `${kind} ${name}`;
}

function put(buckets: Map<string, Bucket>, key: string, version: string | undefined, order: number): void {
  const bucket = buckets.get(key) ?? { all: [], exact: new Map<string, number[]>() };
  buckets.set(key, bucket);
  const rules = version === undefined ? bucket.all : (bucket.exact.get(version) ?? []);
  if (version !== undefined) bucket.exact.set(version, rules);
  // A unit may name a package more than once.
  if (rules.at(-1) !== order) rules.push(order);
}
