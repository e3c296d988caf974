/**
 * How near the code of a repository comes to a package, and to a flaw in it. It orders advisories and hides none: that no
 * import was found proves nothing, so the lowest level is given only where everything was read and nothing is left open.
 *
 * 0: neither the package nor what needs it is imported; 1: something that needs it is; 2: the package itself; 3: a module
 * that has the flaw; 4: the very name that has it is used. "unknown" is all else: a program, a plug-in, a module that only
 * running names, a file that could not be read, a package of which nobody knows what it is imported as.
 */

import type { PackageName } from "../python/index.ts";
import { Distributions, isImportNameKnown } from "./packages/distributions.ts";
import { isStandard } from "./packages/standard-library.ts";
import { worksUnasked } from "./packages/habits.ts";
import { Ownership } from "./own-modules.ts";
import type { Part } from "./syntax/facts.ts";
import type { SourceUsage, Use } from "./usage.ts";

export type ReachLevel = 0 | 1 | 2 | 3 | 4 | "unknown";

export interface Reach {
  readonly level: ReachLevel;
  /** Where it is seen best. */
  readonly evidence: { readonly file: string; readonly line: number } | undefined;
  /** Where nothing else comes as near. */
  readonly onlyIn: Exclude<Part, "code"> | undefined;
}

const unknownReach: Reach = { level: "unknown", evidence: undefined, onlyIn: undefined };
const noReach: Reach = { level: 0, evidence: undefined, onlyIn: undefined };

/** Packages that need one directly. */
export interface Requirers {
  readonly names: readonly PackageName[];
  /** Whether there are no others. */
  readonly areAll: boolean;
}

/** What is known of who needs a package. */
export type RequiredBy = (name: PackageName) => Requirers;

export class CodeReach {
  readonly #usage: SourceUsage;
  readonly #distributions: Distributions;
  /** Of each package what is used of it, the best first. */
  readonly #uses = new Map<PackageName, Use[]>();
  readonly #mentioned = new Set<PackageName>();
  /** Whether all that the code may import was seen. */
  #isWhole: boolean;

  /** @param known every package that the manifest and the lock have. */
  constructor(usage: SourceUsage, known: ReadonlySet<PackageName>) {
    this.#usage = usage;
    this.#distributions = new Distributions(known);
    this.#isWhole = usage.files > 0 && !usage.unread.some(({ isOwn }) => isOwn);
    this.#gather();
  }

  /** What is used of a package, by the code first; empty where nothing is. */
  usesOf(name: PackageName): readonly Use[] {
    return this.#uses.get(name) ?? [];
  }

  /** How near the code itself comes to it; never 0. @param functions full names of what has the flaw, as far as is known. */
  of(name: PackageName, functions: readonly string[]): Reach {
    let best: { readonly level: 2 | 3 | 4; readonly use: Use } | undefined;
    for (const use of this.usesOf(name)) {
      const level = levelOf(use, functions);
      if (best === undefined || level > best.level) best = { level, use };
    }
    if (best === undefined) return unknownReach;
    const { file, line, part } = best.use;
    return { level: best.level, evidence: { file, line }, onlyIn: part === "code" ? undefined : part };
  }

  /**
   * The same in a stack of which it is known what needs what. What needs it is nearer where the code imports that, and the
   * package itself only in tests.
   */
  inStack(name: PackageName, functions: readonly string[], requiredBy: RequiredBy): Reach {
    const own = this.of(name, functions);
    const isAside = own.level === 2 && own.onlyIn !== undefined;
    if (own.level !== "unknown" && !isAside) return own;
    const above = this.#above(name, requiredBy);
    const imported = [...above.names].flatMap((each) => this.usesOf(each).slice(0, 1)).toSorted(byPart);
    const [use] = imported;
    if (use !== undefined && (!isAside || use.part === "code")) {
      const { file, line, part } = use;
      return { level: 1, evidence: { file, line }, onlyIn: part === "code" ? undefined : part };
    }
    if (isAside) return own;
    const isClosed = this.#isWhole && above.isComplete && [name, ...above.names].every((each) => this.#isUnused(each));
    return isClosed ? noReach : unknownReach;
  }

  /** Whether it is known that nothing in the code has to do with it: what uses it would be seen. */
  #isUnused(name: PackageName): boolean {
    return !this.#mentioned.has(name) && isImportNameKnown(name) && !worksUnasked(name);
  }

  /** Whether everything was read, and what uses a package would be seen. */
  isSurelyUnused(name: PackageName): boolean {
    return this.#isWhole && this.usesOf(name).length === 0 && this.#isUnused(name);
  }

  /** All that needs it, directly or not. */
  #above(name: PackageName, requiredBy: RequiredBy) {
    const names = new Set<PackageName>();
    const open = [name];
    let isComplete = true;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const by = requiredBy(next);
      if (!by.areAll) isComplete = false;
      for (const each of by.names) {
        if (each === name || names.has(each)) continue;
        names.add(each);
        open.push(each);
      }
    }
    return { names, isComplete };
  }

  #gather(): void {
    const { uses, dynamic, mentions, own } = this.#usage;
    const ownership = new Ownership(own);
    for (const use of uses) this.#add(use, ownership);
    for (const { name, file } of dynamic) this.#open(name.replace(/\.?\*$/, ""), file, ownership);
    for (const { name } of mentions) for (const each of this.#distributions.of(name)) this.#mentioned.add(each);
    for (const [name, found] of this.#uses) this.#uses.set(name, found.toSorted(byPart));
  }

  #add(use: Use, ownership: Ownership): void {
    if (use.name.startsWith("builtins.") || use.name.startsWith(".")) return;
    // What the repository has itself comes first, but a requirement of that name makes it doubtful.
    const isOwn = ownership.of(use.name, use.file) === "own";
    for (const name of this.#distributions.of(use.name)) {
      const known = this.#uses.get(name);
      if (isOwn) this.#mentioned.add(name);
      else if (known === undefined) this.#uses.set(name, [use]);
      else known.push(use);
    }
  }

  /** Something in `module`, or anything at all where that is empty, may be imported. */
  #open(module: string, file: string, ownership: Ownership): void {
    const found = this.#distributions.of(module);
    for (const name of found) this.#mentioned.add(name);
    const isTold = found.length > 0 || isStandard(module.split(".", 1)[0]!) || ownership.of(module, file) !== "foreign";
    if (module === "" || !isTold) this.#isWhole = false;
  }
}

const partOrder = { code: 0, tests: 1, docs: 2 } satisfies Record<Part, number>;

function byPart(a: Use, b: Use): number {
  return partOrder[a.part] - partOrder[b.part];
}

function levelOf(use: Use, functions: readonly string[]): 2 | 3 | 4 {
  const name = use.name.replaceAll(/\(\)|\[\]/g, "");
  let level: 2 | 3 | 4 = 2;
  for (const affected of functions) {
    const isNamed = isOf(name, affected) || isShort(name, affected);
    if (isNamed && use.kind !== "import") return 4;
    if (isNamed || modulesOf(affected).some((module) => isOf(name, module))) level = 3;
  }
  return level;
}

/** Whether a name is `whole`, or something in it. */
function isOf(name: string, whole: string): boolean {
  return name === whole || name.startsWith(`${whole}.`);
}

/** Packages offer at the top what lies deeper: `requests.get` is `requests.api.get`. */
function isShort(name: string, whole: string): boolean {
  const [steps, all] = [name.split("."), whole.split(".")];
  if (steps.length < 2 || steps.length > all.length) return false;
  if (steps[0] !== all[0] || steps.at(-1) !== all.at(-1)) return false;
  let at = 0;
  for (const step of all) if (step === steps[at]) at++;
  return at === steps.length;
}

/** Modules that a name may be in, the top one only where a function of it is meant. */
function modulesOf(name: string): readonly string[] {
  const steps = name.split(".");
  const isFunction = /^[a-z_]/.test(steps.at(-1) ?? "");
  const shortest = steps.length === 2 && isFunction ? 1 : 2;
  const modules: string[] = [];
  for (let length = shortest; length < steps.length; length++) modules.push(steps.slice(0, length).join("."));
  return modules;
}
