/** `thoth prescriptions check DIR…`: whether rules can be read, and every complaint about those that cannot. */

import { formatSafeJson, terminalLine } from "../../advise/index.ts";
import { type PrescriptionSet, readPrescriptions } from "../../prescriptions/index.ts";
import type { Output } from "../output.ts";

export interface CheckRulesOptions {
  /** Ends at the first complaint. */
  readonly strict: boolean;
  readonly json: boolean;
}

/** @returns 0 where there is nothing to complain about, else 1. @throws {UserError} where a folder cannot be read. */
export async function runCheckRules(
  folders: readonly string[],
  { strict, json }: CheckRulesOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const checked: CheckedFolder[] = [];
  for (const folder of folders) {
    const taken = (name: string) => holderOf(name, checked);
    checked.push({ folder, set: readPrescriptions(folder, { strict, taken }, signal) });
  }
  if (json) output.data(`${formatSafeJson({ folders: checked.map(folderReport) }, 2)}\n`);
  else for (const one of checked) writeFolder(one, output);
  return checked.some(({ set }) => set.rejected.length > 0) ? 1 : 0;
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
