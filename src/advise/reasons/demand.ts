/** Who asks for a package, as the advice tells it. */

import type { ManifestEntry } from "../../project/index.ts";
import type { PackageName, Requirement, Version } from "../../python/index.ts";
import type { Origin, Reason, Requirer, Stack } from "../../resolver/index.ts";
import type { AdviceDemand, RuleReason, UserLine } from "../advice.ts";
import { originOf } from "../wishes.ts";

/** @param stack holds the packages that ask. */
export function demandOf(requirer: Requirer, stack: Stack): AdviceDemand {
  const requirement = withoutMarker(requirer.requirement);
  if (requirer.kind === "root") return { by: null, by_version: null, requirement, line: userLine(requirer.origin) };
  if (requirer.kind === "package") return { ...byPackage(requirer.name, stack), requirement };
  return { ...byPackage(requirer.beside[0]!, stack), requirement, rule: ruleOf(requirer.reason) };
}

function byPackage(name: PackageName, stack: Stack): Pick<AdviceDemand, "by" | "by_version"> {
  return { by: name, by_version: stack.get(name)?.candidate.version.toString() ?? null };
}

/** A reason in the form of the advice. */
export function ruleOf(reason: Reason): RuleReason {
  const { unit, message, link } = reason;
  return link === undefined ? { unit, message } : { unit, message, link };
}

/** The marker holds, or nobody would ask; so it says nothing here. */
function withoutMarker({ name, extras, specifier }: Requirement): string {
  return `${name}${extras.length === 0 ? "" : `[${extras.join(",")}]`}${specifier.toString()}`;
}

/** A line of the manifest, whether or not it holds in the environment. */
export function demandOfEntry(entry: ManifestEntry): AdviceDemand {
  const specifier = entry.source.kind === "index" ? entry.source.specifier.toString() : "";
  const line = userLine(originOf(entry));
  return { by: null, by_version: null, requirement: `${entry.name}${specifier}`, line };
}

/** The first in the stack who does not admit `version`: the user's own line before any package. */
export function findObjection(requirers: readonly Requirer[], version: Version): Requirer | undefined {
  return requirers.find(({ requirement }) => !requirement.specifier.admits(version));
}

export function userLine({ file, line, text }: Origin): UserLine {
  return { file, line, text };
}
