/**
 * Under which keys a unit is to be looked up: what it speaks of, as far as that can be told without asking it. A key too
 * many costs time; one too few would silence a rule.
 */

import { statesFacts, tellsOfStacks, type Unit } from "../pipeline/index.ts";
import { packageName, type PackageName, SpecifierSet, Version } from "../python/index.ts";

/** Of one kind of question. A unit without packages is asked wherever one of its images runs; without images, everywhere. */
export type Keys =
  | { readonly kind: "packages"; readonly releases: readonly ReleaseKey[] }
  | { readonly kind: "images"; readonly images: readonly string[] }
  | { readonly kind: "all" };

/** A package, and one version of it where no other matters, as `versionKey` has it. */
export interface ReleaseKey {
  readonly name: PackageName;
  readonly version: string | undefined;
}

/** Undefined for a question that the unit is never asked. */
export interface Subjects {
  readonly facts: Keys | undefined;
  readonly notes: Keys | undefined;
  readonly boots: Keys | undefined;
}

/** @param value of the unit as its file has it, which compiled to `unit`. */
export function subjectsOf(unit: Unit, value: unknown): Subjects {
  const concerned = unit.concerns && packageKeys(unit.concerns);
  const elsewhere = wherever(unit);
  return {
    facts: statesFacts(unit) ? (concerned ?? elsewhere) : undefined,
    notes: tellsOfStacks(unit) ? ((unit.kind === "wrap" ? wrapKeys(value) : concerned) ?? elsewhere) : undefined,
    boots: unit.kind === "boot" ? (concerned ?? elsewhere) : undefined,
  };
}

function packageKeys(names: ReadonlySet<PackageName>): Keys {
  return { kind: "packages", releases: [...names].map((name) => ({ name, version: undefined })) };
}

function wherever({ condition }: Unit): Keys {
  const images = condition?.requiredImages;
  return images === undefined ? { kind: "all" } : { kind: "images", images: [...images] };
}

/** A wrap's match, as far as it matters here. */
interface WrapMatch {
  readonly state?: {
    readonly resolved_dependencies?: readonly { readonly name?: string; readonly version?: string }[];
  };
}

/** Every pin of an alternative has to be in the stack, so one of them is enough to find it by. Undefined for any stack. */
function wrapKeys(value: unknown): Keys | undefined {
  const { match } = value as { readonly match?: WrapMatch | readonly WrapMatch[] };
  const alternatives = match === undefined ? [{}] : [match].flat();
  const releases: ReleaseKey[] = [];
  for (const { state } of alternatives as readonly WrapMatch[]) {
    const [first] = state?.resolved_dependencies ?? [];
    if (first?.name === undefined) return undefined;
    releases.push({ name: packageName(first.name), version: exactVersion(first.version ?? "") });
  }
  return { kind: "packages", releases };
}

/** The version that a specifier of one `==` clause admits; undefined for any other specifier. */
function exactVersion(specifier: string): string | undefined {
  const [clause, ...more] = SpecifierSet.tryParse(specifier)?.clauses ?? [];
  if (clause === undefined || more.length > 0 || clause.operator !== "==") return undefined;
  const version = Version.tryParse(clause.version);
  return version === undefined || version.local !== undefined ? undefined : versionKey(version);
}

/** Equal for versions that one `==` without a local part admits: zeros at the end of the release do not matter. */
export function versionKey(version: Version): string {
  return version.public.replace(/(?:\.0)+(?=$|[a-z]|\.(?:post|dev))/, "");
}
