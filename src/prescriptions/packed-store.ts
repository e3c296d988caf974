/** Compiled rules as a store of units: what concerns a run is unpacked and made into units when it is first asked for. */

import { UserError } from "../base/index.ts";
import { baseImageKey, baseImageOf } from "../environments/index.ts";
import {
  type Inclusion,
  type PipelineContext,
  type Unit,
  type UnitReference,
  type Units,
  type UnitStore,
} from "../pipeline/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileUnit, sections } from "./kinds.ts";
import type { RuleSummary } from "./load.ts";
import {
  nameKey,
  type PackedHead,
  type PackedNames,
  type PackedRule,
  type PackedSection,
  type Question,
} from "./pack.ts";
import { PackFile } from "./pack-file.ts";
import { RuleFileSource } from "./rule-source.ts";
import { namesPackage } from "./rule-text.ts";
import { versionKey } from "./subjects.ts";
import { defaultLinkBase } from "./unit-head.ts";

/** Why a file was left out, as it was said when the rules were compiled. */
class KeptComplaint extends UserError {
  readonly code: string;
  constructor({ code, message }: { readonly code: string; readonly message: string }) {
    super(message);
    this.code = code;
  }
}

export class PackedStore implements UnitStore {
  readonly summary: RuleSummary;
  readonly #file: PackFile;
  readonly #head: PackedHead;
  readonly #index: Readonly<Record<Question, SectionTables>>;
  /** By number, once parsed: equal conditions are one object. */
  readonly #conditions: object[] = [];
  readonly #linkBase: string;
  /** By their place in the order of all. */
  readonly #units = new Map<number, Unit>();
  #names: NameTable | undefined;

  private constructor(file: PackFile, linkBase: string) {
    this.#file = file;
    this.#linkBase = linkBase;
    // Our own, of this version and with a checksum that fits.
    this.#head = file.readLast() as PackedHead;
    const { summary, index } = this.#head;
    this.#index = { facts: tablesOf(index.facts), notes: tablesOf(index.notes), boots: tablesOf(index.boots) };
    this.summary = {
      ...summary,
      rejected: summary.rejected.map(({ path, ...complaint }) => ({ path, errors: [new KeptComplaint(complaint)] })),
    };
  }

  /**
   * @param origin of which `bytes` must have been made.
   * @param linkBase what stands before a link that is only a slug.
   * @throws {DamagedPack}
   */
  static open(bytes: Buffer, origin?: Buffer, linkBase: string = defaultLinkBase): PackedStore {
    return new PackedStore(PackFile.open(bytes, origin), linkBase);
  }

  find({ kind, name }: UnitReference): Unit | undefined {
    const place = this.#nameTable().get(nameKey({ kind, name }));
    if (place === undefined) return undefined;
    const [, section, order] = place;
    const { all, exact } = this.#section(section);
    const rule = [all, ...Object.values(exact)].flat().find(([each]) => each === order);
    return rule && this.#unit(rule);
  }

  naming(name: PackageName): readonly Unit[] {
    const found = new Map<number, Unit>();
    for (const number of new Set([...this.#nameTable().values()].map(([, section]) => section))) {
      const { all, exact } = this.#section(number);
      for (const rule of [all, ...Object.values(exact)].flat())
        if (!found.has(rule[0]) && namesPackage(rule[5], name)) found.set(rule[0], this.#unit(rule));
    }
    return [...found].sort(([a], [b]) => a - b).map(([, unit]) => unit);
  }

  /** The file that a unit stands in, whatever its kind. */
  pathOf(fullName: string): string | undefined {
    for (const kind of kinds) {
      const place = this.#nameTable().get(nameKey({ kind, name: fullName }));
      if (place !== undefined) return place[0];
    }
    return undefined;
  }

  units(context: PipelineContext, inclusion: Inclusion): Units {
    const verdicts = new Map<number, boolean>();
    const image = baseImageOf(context.environment);
    const images = ["", ...(image === undefined ? [] : [baseImageKey(image)])];
    const made = (rules: Iterable<PackedRule>): readonly Unit[] => {
      const units = new Map<number, Unit>();
      for (const rule of rules) {
        const [order, , , condition] = rule;
        if (units.has(order) || verdicts.get(condition) === false) continue;
        const unit = this.#unit(rule);
        const isIncluded = verdicts.get(condition) ?? inclusion.has(unit);
        verdicts.set(condition, isIncluded);
        if (isIncluded) units.set(order, unit);
      }
      return [...units].sort(([a], [b]) => a - b).map(([, unit]) => unit);
    };
    const general = (question: Question) =>
      images.flatMap((image) => this.#rulesOf(this.#index[question].images.get(image)));
    const stated = lazily(() => general("facts"));
    const told = lazily(() => general("notes"));
    const started = lazily(() => general("boots"));
    return {
      of: (name) => made([...stated(), ...this.#rulesOf(this.#index.facts.packages.get(name))]),
      on: (stack) =>
        made([
          ...told(),
          ...stack.flatMap(({ name, version }) =>
            this.#rulesOf(this.#index.notes.packages.get(name), versionKey(version)),
          ),
        ]),
      boots: (names) =>
        made([...started(), ...[...names].flatMap((name) => this.#rulesOf(this.#index.boots.packages.get(name)))]),
    };
  }

  /** @param version as `versionKey` has it; without one, rules of one version do not count. */
  #rulesOf(section: number | undefined, version?: string): readonly PackedRule[] {
    if (section === undefined) return [];
    const { all, exact } = this.#section(section);
    const own = version !== undefined && Object.hasOwn(exact, version) ? exact[version] : undefined;
    return own === undefined ? all : [...all, ...own];
  }

  #section(number: number): PackedSection {
    return this.#file.read(number) as PackedSection;
  }

  #unit([order, section, namespace, condition, path, rest]: PackedRule): Unit {
    const known = this.#units.get(order);
    if (known !== undefined) return known;
    const value = { ...rest, ...this.#condition(condition) };
    const source = RuleFileSource.checked(path, value);
    const unit = compileUnit(value, sections[section]!, source, [], this.#head.namespaces[namespace]!, this.#linkBase);
    this.#units.set(order, unit);
    return unit;
  }

  /** The key `should_include` with its value, or nothing. */
  #condition(number: number): object {
    const text = this.#head.conditions[number]!;
    return (this.#conditions[number] ??= text === "" ? {} : { should_include: JSON.parse(text) as unknown });
  }

  #nameTable(): NameTable {
    this.#names ??= new Map(
      (this.#file.read(this.#head.names) as PackedNames).map(([key, path, section], order) => [
        key,
        [path, section, order],
      ]),
    );
    return this.#names;
  }
}

const kinds = ["boot", "pseudonym", "sieve", "step", "stride", "wrap"] as const satisfies readonly Unit["kind"][];

type NameTable = ReadonlyMap<string, readonly [path: string, section: number, order: number]>;

interface SectionTables {
  readonly packages: ReadonlyMap<string, number>;
  readonly images: ReadonlyMap<string, number>;
}

function tablesOf({ packages, images }: PackedHead["index"][Question]): SectionTables {
  return { packages: new Map(packages), images: new Map(images) };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
