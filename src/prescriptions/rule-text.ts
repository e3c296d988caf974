/**
 * What a rule says by itself, read from the value that its unit was compiled from: what compiled once is right, and is
 * taken apart again only for whoever looks at the rule.
 */

import type { YamlPath } from "../base/index.ts";
import type {
  BroughtPin,
  FailingCondition,
  Note,
  PipelineContext,
  Reason,
  RuleAct,
  RuleSituation,
  RuleText,
  StatedPin,
} from "../pipeline/index.ts";
import { type PackageName, packageName } from "../python/index.ts";
import { compileNotes } from "./compile-wrap.ts";
import { failingCondition } from "./failing-condition.ts";
import { compileLockedPin } from "./locked-pin.ts";
import { compilePin, conditionsOf, matching, type NamedRulePin, type RulePin } from "./match.ts";
import { reasonOf, refusalOf } from "./reasons.ts";
import type { UnitHead } from "./unit-head.ts";

type Pin = Parameters<typeof compilePin>[0];
type Locked = Parameters<typeof compileLockedPin>[0];

/** One alternative of a `match`, of whatever kind. */
interface Match {
  readonly package_name?: string;
  readonly package_version?: Pin;
  readonly group?: readonly { readonly package_version: Pin }[];
  readonly state?: {
    readonly resolved_dependencies?: readonly Pin[];
    readonly package_version_from?: readonly Pin[];
    readonly package_version_from_allow_other?: boolean;
  };
}

/** A unit as its file has it, of whatever kind. */
interface WrittenUnit {
  readonly type: string;
  readonly should_include?: Readonly<Record<string, unknown>>;
  readonly match?: Match | readonly Match[];
  readonly run?: Parameters<typeof compileNotes>[0] &
    Parameters<typeof refusalOf>[0] & {
      readonly score?: number;
      readonly package_version?: Locked;
      readonly yield?: { readonly yield_matched_version?: boolean; readonly package_version: Locked };
      readonly release_notes?: { readonly organization: string; readonly repository: string };
    };
}

/** No place is ever asked for: nothing is wrong with it. */
const nowhere: YamlPath = [];

/** A rule of a file of prescriptions. */
export class WrittenRule implements RuleText {
  readonly #value: WrittenUnit;
  readonly #head: UnitHead;

  /** @param value which compiled to a unit. */
  constructor(value: unknown, head: UnitHead) {
    this.#value = value as WrittenUnit;
    this.#head = head;
  }

  situations(): readonly RuleSituation[] {
    return [this.#value.match ?? {}].flat().map((match) => this.#situation(match));
  }

  #situation({ package_name: name, package_version: pin, group = [], state = {} }: Match): RuleSituation {
    const own = name === undefined ? pin : { name };
    const members = group.map(({ package_version: member }) => member);
    const pins = [...(own === undefined ? [] : [own]), ...members, ...(state.resolved_dependencies ?? [])];
    const read = (stated: Pin) => told(compilePin(stated, this.#head.source, nowhere));
    return {
      pins: pins.map(read),
      from: (state.package_version_from ?? []).map(read),
      only: state.package_version_from_allow_other !== true,
    };
  }

  act(): RuleAct {
    const { type, run = {} } = this.#value;
    const { package_version: added, yield: yielded, score } = run;
    const read = (stated: Locked) => brought(compileLockedPin(stated, this.#head.source, nowhere));
    if (yielded !== undefined) {
      const { package_version: pin, yield_matched_version: isSameVersion = false } = yielded;
      return { kind: "stand in", pin: read(pin), isSameVersion };
    }
    if (added !== undefined) return { kind: "add", pin: read(added) };
    if (type.endsWith(".SkipPackage")) return { kind: "leave out" };
    if (type === "sieve") return { kind: "refuse" };
    if (refusalOf(run) !== undefined) return { kind: type === "boot" ? "end the run" : "refuse" };
    return score === undefined ? { kind: "tell" } : { kind: "score", score };
  }

  reason(): Reason {
    return reasonOf(this.#value.run ?? {}, this.#head, "");
  }

  notes(): readonly Note[] {
    const { run = {} } = this.#value;
    const notes = compileNotes(run, this.#head);
    if (run.release_notes === undefined) return notes;
    const { organization, repository } = run.release_notes;
    const link = `https://github.com/${organization}/${repository}/releases`;
    const reason = { unit: this.#head.name, message: "Release notes of the release", link };
    return [...notes, { kind: "note", severity: "info", reason }];
  }

  names(name: PackageName): boolean {
    return namesPackage(this.#value, name);
  }

  failing(context: PipelineContext): FailingCondition | undefined {
    return failingCondition(this.#value.should_include ?? {}, this.#head.source, context);
  }
}

function told(pin: RulePin): StatedPin {
  return { ...pin, among: (context, candidates) => matching(pin, context, candidates) };
}

function brought(pin: NamedRulePin): BroughtPin {
  return { ...told(pin), name: pin.name, hasIndex: (context) => conditionsOf(pin, context).length > 0 };
}

/** Whether a unit names the package in any part of what it matches or does. @param value which compiled to the unit. */
export function namesPackage(value: object, name: PackageName): boolean {
  const { match, run } = value as { readonly match?: unknown; readonly run?: unknown };
  return holdsName(match, name) || holdsName(run, name);
}

function holdsName(value: unknown, name: PackageName): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => holdsName(item, name));
  return Object.entries(value).some(([key, inner]: [string, unknown]) => {
    // What is changed in a manifest has names of its own.
    if (key === "advised_manifest_changes") return false;
    const isName = (key === "name" || key === "package_name") && typeof inner === "string";
    return isName ? packageName(inner) === name : holdsName(inner, name);
  });
}
