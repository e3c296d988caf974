/**
 * Where units are looked up. There may be a hundred thousand of them, and a run needs a few hundred: those that speak of
 * its packages, its image, or of everything. So nobody gets a list of all; a run asks for what concerns it.
 */

import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { PipelineContext } from "./context.ts";
import { type FindUnit, Inclusion } from "./inclusion.ts";
import type { Unit } from "./unit.ts";

/** All units there are. */
export interface UnitStore {
  /** The unit of that kind and full name. */
  readonly find: FindUnit;
  /** Rules that name the package in any part, whether or not they take part in a run: for whoever looks at rules, as all are looked at. */
  naming(name: PackageName): readonly Unit[];
  /** Those that take part in a run. @param inclusion knows of all stores of the run. */
  units(context: PipelineContext, inclusion: Inclusion): Units;
}

/** The units of one run. Every answer is in the order of the store, and names a unit once. */
export interface Units {
  /** Those that may state something of the package; those that speak of every package are among them. */
  readonly of: (name: PackageName) => readonly Unit[];
  /** Those that may have a note on the finished stack. */
  readonly on: (stack: readonly Candidate[]) => readonly Unit[];
  /** Boots that are bound to no package, or to one of `names`, which the user asks for by name. */
  readonly boots: (names: Iterable<PackageName>) => readonly Unit[];
}

/** What `stores` have for one run, those of the first store first. Pure. */
export function unitsOf(stores: readonly UnitStore[], context: PipelineContext): Units {
  const inclusion = new Inclusion(context, (reference) => {
    for (const store of stores) {
      const unit = store.find(reference);
      if (unit !== undefined) return unit;
    }
    return undefined;
  });
  const all = stores.map((store) => store.units(context, inclusion));
  return {
    of: (name) => all.flatMap((units) => units.of(name)),
    on: (stack) => all.flatMap((units) => units.on(stack)),
    boots: (names) => {
      const asked = [...names];
      return all.flatMap((units) => units.boots(asked));
    },
  };
}

/** A store of units that are all at hand, such as those that are built in. */
export function listStore(units: readonly Unit[]): UnitStore {
  const byName = new Map(units.map((unit) => [`${unit.kind} ${unit.name}`, unit]));
  return {
    find: ({ kind, name }) => byName.get(`${kind} ${name}`),
    naming: (name) => units.filter((unit) => unit.text?.().names(name) === true),
    units: (_context, inclusion) => {
      const included = units.filter((unit) => inclusion.has(unit));
      const boots = included.filter(({ kind }) => kind === "boot");
      const stating = included.filter(statesFacts);
      const telling = included.filter(tellsOfStacks);
      return {
        of: (name) => stating.filter(({ concerns }) => concerns?.has(name) ?? true),
        on: () => telling,
        boots: (names) => {
          const asked = new Set(names);
          return boots.filter(
            ({ concerns }) => concerns === undefined || [...concerns].some((name) => asked.has(name)),
          );
        },
      };
    },
  };
}

/** A store without the units of these full names: they are not in it, for those that depend on them neither. */
export function withoutUnits(store: UnitStore, names: ReadonlySet<string>): UnitStore {
  const keep = (units: readonly Unit[]) => units.filter(({ name }) => !names.has(name));
  return {
    find: (reference) => (names.has(reference.name) ? undefined : store.find(reference)),
    naming: (name) => keep(store.naming(name)),
    units: (context, inclusion) => {
      const { of, on, boots } = store.units(context, inclusion);
      return {
        of: (name) => keep(of(name)),
        on: (stack) => keep(on(stack)),
        boots: (asked) => keep(boots(asked)),
      };
    },
  };
}

/** Whether it is ever asked about a package. */
export function statesFacts(unit: Unit): boolean {
  return unit.kind === "pseudonym" || "facts" in unit;
}

/** Whether it is ever asked about a finished stack. */
export function tellsOfStacks(unit: Unit): boolean {
  return unit.kind !== "boot" && unit.notes !== undefined;
}
