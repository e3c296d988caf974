/** The table of rules as an index: for a thing that a file states, the few rules that look at it. */

import type {
  Assertion,
  Assignment,
  BuiltText,
  Call,
  Comparison,
  Default,
  Handler,
  Import,
  Literal,
  Reference,
} from "../syntax/facts.ts";
import { lastName } from "./ask.ts";
import type { Condition, Look, Rule, StatedKinds } from "./rule.ts";

/** A rule that looks at things of one kind. Undefined `when`: it always fires. */
export interface Watch<T> {
  readonly rule: Rule;
  readonly when: Condition<T> | undefined;
}

/** Watches by qualified name; a name with `*` is found by its last part. */
class ByName<T> {
  readonly #exact = new Map<string, Watch<T>[]>();
  readonly #patterns = new Map<string, { readonly pattern: RegExp; readonly watch: Watch<T> }[]>();

  add(name: string, watch: Watch<T>): void {
    if (!name.includes("*")) return push(this.#exact, name, watch);
    const pattern = new RegExp(`^${name.split("*").map(escape).join(".+")}$`);
    push(this.#patterns, lastName(name), { pattern, watch });
  }

  find(name: string): readonly Watch<T>[] {
    const exact = this.#exact.get(name) ?? none;
    const patterns = this.#patterns.get(lastName(name));
    if (patterns === undefined) return exact;
    return [...exact, ...patterns.flatMap(({ pattern, watch }) => (pattern.test(name) ? [watch] : []))];
  }
}

const none: readonly never[] = [];

/** Kinds that have no names to look them up by. */
export type Plain = { readonly [K in keyof StatedKinds]: readonly Watch<StatedKinds[K]>[] };

export class Lookup {
  readonly plain: Plain;
  readonly source: readonly { readonly rule: Rule; readonly pattern: RegExp }[];
  readonly keywords: ReadonlyMap<string, readonly Watch<Call>[]>;
  readonly #calls = new ByName<Call>();
  readonly #methods = new Map<string, Watch<Call>[]>();
  readonly #references = new ByName<Reference>();
  readonly #imports = new Map<string, Watch<Import>[]>();

  constructor(rules: readonly Rule[]) {
    const plain = {
      assignments: [] as Watch<Assignment>[],
      comparisons: [] as Watch<Comparison>[],
      assertions: [] as Watch<Assertion>[],
      handlers: [] as Watch<Handler>[],
      defaults: [] as Watch<Default>[],
      literals: [] as Watch<Literal>[],
      texts: [] as Watch<BuiltText>[],
    };
    const source: { rule: Rule; pattern: RegExp }[] = [];
    const keywords = new Map<string, Watch<Call>[]>();
    const add = (rule: Rule, look: Look): void => {
      switch (look.on) {
        case "calls": {
          const watch = { rule, when: look.when };
          for (const name of look.names ?? []) this.#calls.add(name, watch);
          for (const method of look.methods ?? []) push(this.#methods, method, watch);
          for (const keyword of look.keywords ?? []) push(keywords, keyword, watch);
          return;
        }
        case "references":
          for (const name of look.names) this.#references.add(name, { rule, when: look.when });
          return;
        case "imports":
          for (const name of look.names) push(this.#imports, name, { rule, when: look.when });
          return;
        case "source":
          source.push({ rule, pattern: look.pattern });
          return;
        case "assertions":
        case "assignments":
        case "comparisons":
        case "defaults":
        case "handlers":
        case "literals":
        case "texts":
          // The kind of the list is the kind of the condition, which a union does not say.
          (plain[look.on] as Watch<never>[]).push({ rule, when: look.when as Condition<never> });
      }
    };
    for (const rule of rules) for (const look of rule.looks) add(rule, look);
    this.plain = plain;
    this.source = source;
    this.keywords = keywords;
  }

  /** By what is called, under all its names. */
  forCall(call: Call): readonly Watch<Call>[] {
    const byMethod = this.#methods.get(call.method) ?? none;
    const found = namesOfCallee(call).flatMap((name) => this.#calls.find(name));
    return found.length === 0 ? byMethod : [...new Set([...found, ...byMethod])];
  }

  forReference({ names }: Reference): readonly Watch<Reference>[] {
    return names.flatMap((name) => this.#references.find(name));
  }

  /** Those for the name, and for each module that it is below. */
  forImport({ qualified }: Import): readonly Watch<Import>[] {
    const found: Watch<Import>[] = [];
    for (let end = qualified.length; end > 0; end = qualified.lastIndexOf(".", end - 1)) {
      found.push(...(this.#imports.get(qualified.slice(0, end)) ?? none));
    }
    return found;
  }
}

/**
 * `subprocess.run` is taken at its word where the file binds no `subprocess`, as in a piece of a notebook or an example.
 * What a parameter has by that name is another thing.
 */
export function namesOfCallee({ callees, text, receiver }: Call): readonly string[] {
  if (callees.length > 0 || receiver?.kind !== "name" || receiver.parameter || receiver.names.length > 0)
    return callees;
  return /^[a-z_]+\.\w+$/.test(text) && text.startsWith(`${receiver.text}.`) ? [text] : callees;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function escape(text: string): string {
  return text.replaceAll(/[.()]/g, "\\$&");
}
