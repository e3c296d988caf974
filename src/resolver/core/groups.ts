/**
 * Groups: the native "at most one" of a package, and selectors, variables that say the choice lies in a given set. A
 * package of 1,500 releases costs no clauses for this; four rules, applied by propagation, derive the same:
 *
 *     member true       its siblings are false, and each selector of the group is true or false by its set
 *     selector true     the members outside its set are false
 *     selector false    the members inside its set are false
 *     (as one clause)   selector false, or one of the members inside its set is true
 *
 * Each derived literal follows from one other literal, so its reason is that literal and takes no memory.
 */

import { grown, IntList } from "./int-list.ts";
import type { Variable } from "./literal.ts";

export type Group = number;

export class Groups {
  variables = 0;
  /** By variable: its group, or -1. */
  groupOf: Int32Array = new Int32Array(32).fill(-1);
  /** By variable: where the bits of a selector begin in `bits`, or -1 for everything else. */
  maskOf: Int32Array = new Int32Array(32).fill(-1);
  /** Bit sets of selectors over the ordinals of their group, 32 to a word, the words of one set in a row. */
  readonly bits = new IntList(256);
  /** By group: the variable of its first member; the others follow without gap. */
  readonly first = new IntList();
  readonly size = new IntList();
  /** By group: its selectors. */
  readonly selectors: IntList[] = [];

  addVariable(): Variable {
    const variable = this.variables++;
    this.groupOf = grown(this.groupOf, this.variables, -1);
    this.maskOf = grown(this.maskOf, this.variables, -1);
    return variable;
  }

  /** @returns the new group; its members are `size` new variables from `first.at(group)`. */
  addGroup(size: number): Group {
    const group = this.selectors.length;
    this.first.push(this.variables);
    this.size.push(size);
    this.selectors.push(new IntList());
    for (let ordinal = 0; ordinal < size; ordinal++) {
      // `addVariable` may put another array in the place of `groupOf`, so it comes first.
      const member = this.addVariable();
      this.groupOf[member] = group;
    }
    return group;
  }

  /** @param ordinals of members, counted from the first of the group. */
  addSelector(group: Group, ordinals: readonly number[]): Variable {
    const variable = this.addVariable();
    const mask = this.bits.length;
    for (let word = 0; word < (this.size.at(group) + 31) >> 5; word++) this.bits.push(0);
    for (const ordinal of ordinals) this.bits.data[mask + (ordinal >> 5)]! |= 1 << (ordinal & 31);
    this.groupOf[variable] = group;
    this.maskOf[variable] = mask;
    this.selectors[group]!.push(variable);
    return variable;
  }

  isMember(variable: Variable): boolean {
    return this.groupOf[variable]! >= 0 && this.maskOf[variable]! < 0;
  }

  /** Whether the set of `selector` holds `ordinal`. */
  selects(selector: Variable, ordinal: number): boolean {
    return ((this.bits.at(this.maskOf[selector]! + (ordinal >> 5)) >>> (ordinal & 31)) & 1) === 1;
  }
}
