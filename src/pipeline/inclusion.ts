/**
 * Which units take part in a run. Each states a condition, or none and then always takes part; a condition may ask for
 * other units, which must take part too. A unit that asks for itself, by whatever way round, does not.
 *
 * Units with equal conditions share one object, so that a condition is looked at once a run, however many state it.
 */

import type { PipelineContext } from "./context.ts";
import type { Unit } from "./unit.ts";

/** When a unit takes part. */
export interface Condition {
  /** Whether everything holds that does not ask for other units. Pure. */
  holds(context: PipelineContext): boolean;
  /** Units that must take part as well. */
  readonly dependencies?: readonly UnitReference[];
  /** Base images, as `baseImageKey` spells them, of which the environment must have one; absent where another, or none, may do. */
  readonly requiredImages?: ReadonlySet<string>;
}

/** A unit by its full name; units of different kinds may share a name. */
export interface UnitReference {
  readonly kind: Unit["kind"];
  readonly name: string;
}

/** Finds a unit among all that there are; undefined where none has the name. */
export type FindUnit = (reference: UnitReference) => Unit | undefined;

/** The verdicts of one run. Each is made when it is first asked for, and kept by condition. */
export class Inclusion {
  readonly #context: PipelineContext;
  readonly #find: FindUnit;
  readonly #verdicts = new Map<Condition, boolean>();

  constructor(context: PipelineContext, find: FindUnit) {
    this.#context = context;
    this.#find = find;
  }

  /** Whether `unit` takes part. */
  has({ condition }: Pick<Unit, "condition">): boolean {
    return condition === undefined || (this.#verdicts.get(condition) ?? this.#decide(condition));
  }

  /**
   * Walks from `asked` to what it depends on. Whatever is open counts as failed, so a circle fails; and as every
   * dependency must hold, the first failure is that of all that are open. A list in place of recursion: a chain of units
   * may be longer than a stack.
   */
  #decide(asked: Condition): boolean {
    const open: OpenCondition[] = [];
    if (!this.#enter(asked, open)) return false;
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      const { value: reference } = last.rest.next();
      if (reference === undefined) {
        this.#verdicts.set(last.condition, true);
        open.pop();
      } else if (!this.#follow(reference, open)) return false;
    }
    return true;
  }

  /** @returns false where `condition` fails already, true where it is open now. */
  #enter(condition: Condition, open: OpenCondition[]): boolean {
    this.#verdicts.set(condition, false);
    open.push({ condition, rest: (condition.dependencies ?? []).values() });
    return condition.holds(this.#context);
  }

  /** @returns false where the unit does not take part, true where it does or its condition is open now. */
  #follow(reference: UnitReference, open: OpenCondition[]): boolean {
    const unit = this.#find(reference);
    if (unit?.condition === undefined) return unit !== undefined;
    return this.#verdicts.get(unit.condition) ?? this.#enter(unit.condition, open);
  }
}

/** A condition that is being decided, with the dependencies that have not been looked at. */
interface OpenCondition {
  readonly condition: Condition;
  readonly rest: Iterator<UnitReference, undefined>;
}

/** Those of `units` that take part in a run, in the same order; `units` are all that there are. */
export function includedUnits(units: readonly Unit[], context: PipelineContext): readonly Unit[] {
  const byName = new Map(units.map((unit) => [keyOf(unit), unit]));
  const inclusion = new Inclusion(context, (reference) => byName.get(keyOf(reference)));
  return units.filter((unit) => inclusion.has(unit));
}

function keyOf({ kind, name }: UnitReference): string {
  return `${kind} ${name}`;
}
