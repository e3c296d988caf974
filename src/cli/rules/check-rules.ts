/** `thoth prescriptions check DIR…`: whether rules can be read, and every complaint about those that cannot. */

import { statSync } from "node:fs";

import { formatSafeJson, terminalLine } from "../../advise/index.ts";
import { UserError } from "../../base/index.ts";
import { type PrescriptionSet, readPrescriptions } from "../../prescriptions/index.ts";
import type { Output } from "../output.ts";

export interface CheckRulesOptions {
  /** Ends at the first complaint. */
  readonly strict: boolean;
  readonly json: boolean;
}

/**
 * @returns 0 where each folder has rules and nothing is to complain about, else 1.
 * @throws {UserError} where a folder cannot be read, and strictly for the first complaint.
 */
export async function runCheckRules(
  folders: readonly string[],
  { strict, json }: CheckRulesOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const checked: CheckedFolder[] = [];
  for (const folder of folders) {
    refuseFile(folder);
    const taken = (name: string) => holderOf(name, checked);
    const set = readPrescriptions(folder, { taken }, signal);
    const [first] = set.rejected;
    if (strict && first !== undefined) throw new FirstComplaint(folder, first.errors[0]);
    checked.push({ folder, set });
  }
  if (json) output.data(`${formatSafeJson({ folders: checked.map(folderReport) }, 2)}\n`);
  else for (const one of checked) writeFolder(one, output);
  const empty = checked.filter(({ set }) => set.unitCount === 0 && set.rejected.length === 0);
  for (const { folder } of empty) sayEmpty(folder, output);
  return empty.length > 0 || checked.some(({ set }) => set.rejected.length > 0) ? 1 : 0;
}

/** What is wrong in a folder, with its place as whoever named the folder finds it. */
class FirstComplaint extends UserError {
  readonly code: string;
  constructor(folder: string, cause: UserError) {
    super(inFolder(folder, cause.message), { cause, ...(cause.hint !== undefined && { hint: cause.hint }) });
    this.code = cause.code;
  }
}

/** Where a folder of rules is asked for. */
class NoRuleFolder extends UserError {
  readonly code = "NO_RULE_FOLDER";
  constructor(path: string) {
    super(`${path} is a file, and no folder of rules`, {
      hint: "name the folder that it is in: the names of rules follow from that",
    });
  }
}

/** @throws {UserError} for a file; what is not there is told by whoever reads it. */
export function refuseFile(path: string): void {
  if (isFile(path)) throw new NoRuleFolder(path);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A mistyped folder is no success. */
export function sayEmpty(folder: string, output: Output): void {
  output.say(`${folder}: there is no rule in it`);
}

interface CheckedFolder {
  readonly folder: string;
  readonly set: PrescriptionSet;
}

function holderOf(name: string, checked: readonly CheckedFolder[]): string | undefined {
  for (const { folder, set } of checked) {
    const path = set.pathOf(name);
    if (path !== undefined) return inFolder(folder, path);
  }
  return undefined;
}

function folderReport({ folder, set }: CheckedFolder) {
  const { files, unitCount, release, digest, rejected } = set;
  return {
    folder,
    files,
    units: unitCount,
    release,
    digest,
    rejected: rejected.map(({ path, errors }) => ({
      path,
      complaints: errors.map(({ code, message }) => ({ code, message })),
    })),
  };
}

function writeFolder({ folder, set }: CheckedFolder, output: Output): void {
  for (const { errors } of set.rejected)
    for (const { message } of errors) output.data(`${terminalLine(inFolder(folder, message))}\n`);
  const { files, unitCount, rejected } = set;
  if (unitCount === 0 && rejected.length === 0) return;
  const left = rejected.length === 0 ? "" : `, and left out ${count(rejected.length, "file")}`;
  output.say(`${folder}: read ${count(unitCount, "rule")} in ${count(files, "file")}${left}`);
}

/** A place in a folder, as an editor finds it. */
export function inFolder(folder: string, place: string): string {
  return folder === "." ? place : `${folder.replace(/\/+$/, "")}/${place}`;
}

export function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? "" : "s"}`;
}
