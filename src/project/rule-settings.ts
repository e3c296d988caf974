/**
 * What a repository says about rules: files of its own, sources that do not count here, and rules that are switched off for
 * a while. What the rules are is not known here.
 */

import { isDay, limits, UserError } from "../base/index.ts";
import type { ReadProjectFile } from "./read-project-file.ts";
import { ruleFile, type ThothYaml } from "./thoth-yaml-schema.ts";

/** A rule that is switched off. */
export interface SwitchedOff {
  /** Full name, which may be that of no rule. */
  readonly rule: string;
  readonly reason: string;
  /** ISO 8601 day: from it on the rule counts again. */
  readonly expires: string;
  /** `FILE:LINE:COLUMN` */
  readonly place: string;
}

export interface RuleSettings {
  /** Paths of the repository's own rules, relative to its root. */
  readonly files: readonly string[];
  /** By name of the source; one that is not named counts. */
  readonly sources: ReadonlyMap<string, boolean>;
  /** In the order of the file; a rule may stand twice. */
  readonly off: readonly SwitchedOff[];
}

/** A repository's own rules, as it has them: untrusted text, whose meaning is not known here. */
export interface OwnRules extends Omit<RuleSettings, "files"> {
  readonly files: readonly OwnRuleFile[];
}

/** A file, or why it cannot be read. `text` is undefined for one that is not there. */
export type OwnRuleFile =
  | { readonly path: string; readonly text: string | undefined }
  | { readonly path: string; readonly error: UserError };

/** Reads the files of the repository's own rules; one that cannot be read leaves the others. */
export async function readOwnRules(
  { files: paths, ...settings }: RuleSettings,
  readFile: ReadProjectFile,
  signal: AbortSignal,
): Promise<OwnRules> {
  const files: OwnRuleFile[] = [];
  for (const path of paths) files.push(await readOwnRule(path, readFile, signal));
  return { ...settings, files };
}

async function readOwnRule(path: string, readFile: ReadProjectFile, signal: AbortSignal): Promise<OwnRuleFile> {
  try {
    return { path, text: await readFile(path, limits.prescription.bytes, signal) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { path, error };
  }
}

/** @throws what `refuse` gives, for a value that does not fit; it completes "which is not …". */
export function readRuleSettings(
  prescriptions: ThothYaml["prescriptions"],
  placeOf: (path: readonly (string | number)[]) => string,
  refuse: (path: readonly (string | number)[], expected: string) => Error,
): RuleSettings {
  const { files, sources, off } = prescriptions ?? {};
  return {
    files: (files ?? []).map((path, i) => {
      if (isRuleFile(path)) return path;
      throw refuse(["prescriptions", "files", i], ruleFile);
    }),
    sources: new Map(Object.entries(sources ?? {})),
    off: (off ?? []).map(({ rule, reason, expires }, i) => {
      if (!isDay(expires)) throw refuse(["prescriptions", "off", i, "expires"], "a day such as `2027-06-30`");
      return { rule, reason, expires, place: placeOf(["prescriptions", "off", i]) };
    }),
  };
}

/** Relative to the root, without a way out of it. */
function isRuleFile(path: string): boolean {
  const steps = path.split("/");
  return (
    /\.ya?ml$/.test(path) && !path.includes("\\") && !steps.some((step) => step === "" || step === "." || step === "..")
  );
}
