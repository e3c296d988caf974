/**
 * The rules of one repository: those of everybody, without the sources and rules that it switches off, and its own. What a
 * repository says here is untrusted: its rules are read within small limits, state facts and notes like any other, and
 * whatever is wrong with them is told and changes nothing else.
 */

import { limits } from "../base/index.ts";
import { listStore, type UnitStore, withoutUnits } from "../pipeline/index.ts";
import { loadPrescriptions, ruleFile, type RuleFile, unreadableFile } from "../prescriptions/index.ts";
import type { OwnRules, SwitchedOff } from "../project/index.ts";
import type { Rules, RuleSet } from "./services.ts";

export interface RulesInForce {
  readonly sets: readonly RuleSet[];
  readonly stores: readonly UnitStore[];
  /** Sources that the repository leaves out. */
  readonly leftOut: readonly RuleSet[];
  /** What is switched off today, by full name. */
  readonly off: ReadonlyMap<string, SwitchedOff>;
  /** Sentences about what the repository says of rules that needs attention. */
  readonly remarks: readonly string[];
}

/** Of a repository's own rules together. */
const ownLimit = { ...limits.prescription, allBytes: 4 * limits.prescription.bytes, units: 5_000 };

export function rulesInForce({ sets: all, today }: Rules, own: OwnRules): RulesInForce {
  const shared = all.filter(({ name }) => own.sources.get(name) !== false);
  const unknown = [...own.sources.keys()].filter((name) => !all.some((set) => set.name === name));
  const { set, remarks } = ownRules(own, shared);
  const sets = set === undefined ? shared : [...shared, set];
  const leftOut = all.filter((one) => !shared.includes(one));
  const off = switchedOff(own.off, { sets, leftOut }, today);
  const offNames = new Set(off.rules.keys());
  return {
    sets,
    leftOut,
    off: off.rules,
    stores: sets.map(({ store }) => (offNames.size === 0 ? store : withoutUnits(store, offNames))),
    remarks: [
      ...unknown.map(
        (name) => `\`prescriptions.sources\` names \`${name}\`, and there is no such source of rules here`,
      ),
      ...remarks,
      ...off.remarks,
    ],
  };
}

/** Undefined for a repository without any. */
function ownRules(
  { files }: OwnRules,
  shared: readonly RuleSet[],
): { readonly set: RuleSet | undefined; readonly remarks: readonly string[] } {
  if (files.length === 0) return { set: undefined, remarks: [] };
  const missing = files.filter((file) => "text" in file && file.text === undefined);
  const found = files.flatMap((file): RuleFile[] => {
    const { path } = file;
    if ("error" in file) return [unreadableFile(path, file.error)];
    return file.text === undefined ? [] : [ruleFile(path, file.text)];
  });
  const taken = (rule: string) => holderOf(rule, shared);
  const { units, rejected, release, digest, pathOf } = loadPrescriptions(found, { limit: ownLimit, taken });
  return {
    set: { name: "own rules", asOf: release, digest, store: listStore(units), pathOf },
    remarks: [
      ...missing.map(({ path }) => `\`prescriptions.files\` names \`${path}\`, and there is no such file`),
      ...rejected.map(({ errors }) => `rules are left out: ${errors[0].message}${andMore(errors.length - 1)}`),
    ],
  };
}

function andMore(count: number): string {
  return count === 0 ? "" : ` (and ${count} more in the same file)`;
}

/** Where a rule of this full name stands. */
function holderOf(rule: string, sets: readonly RuleSet[]): string | undefined {
  for (const { name, pathOf } of sets) {
    const path = pathOf(rule);
    if (path !== undefined) return `${path} of \`${name}\``;
  }
  return undefined;
}

/** What does not count today, and what has to be said of the rest. */
function switchedOff(
  entries: readonly SwitchedOff[],
  { sets, leftOut }: Pick<RulesInForce, "sets" | "leftOut">,
  today: string,
): { readonly rules: RulesInForce["off"]; readonly remarks: readonly string[] } {
  const rules = new Map<string, SwitchedOff>();
  const remarks: string[] = [];
  for (const entry of entries) {
    const { rule, expires, place } = entry;
    if (holderOf(rule, sets) === undefined) remarks.push(`${place}: ${nothingToSwitchOff(rule, leftOut)}`);
    else if (expires <= today)
      remarks.push(`${place}: \`${rule}\` was switched off until ${expires}, and counts again`);
    else rules.set(rule, entry);
  }
  return { rules, remarks };
}

function nothingToSwitchOff(rule: string, leftOut: readonly RuleSet[]): string {
  const source = leftOut.find(({ pathOf }) => pathOf(rule) !== undefined);
  if (source === undefined) return `there is no rule \`${rule}\` to switch off`;
  return `\`${rule}\` is of the source \`${source.name}\`, which is left out, so that this entry has no effect`;
}
