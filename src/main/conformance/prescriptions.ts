/** The door `prescriptions`: loads a folder of rules, and says what came of it. */

import { readPrescriptions } from "../../prescriptions/index.ts";

/** A file that was left out, or, at the end, how many there were of everything. */
export type PrescriptionsLine =
  | { readonly path: string; readonly code: string; readonly reason: string }
  | {
      readonly files: number;
      readonly rejected: number;
      readonly units: number;
      /** By kind, in the order of the pipeline; kinds without any are left out. */
      readonly kinds: Readonly<Record<string, number>>;
      readonly release: string;
      readonly digest: string;
    };

/** @throws {UserError} when the folder cannot be read. */
export async function* checkPrescriptions(folder: string, signal: AbortSignal): AsyncGenerator<PrescriptionsLine> {
  const { units, rejected, files, release, digest } = readPrescriptions(folder, {}, signal);
  for (const { path, errors } of rejected) yield { path, code: errors[0].code, reason: errors[0].message };
  const kinds = Object.groupBy(units, ({ kind }) => kind);
  const counts = (["boot", "pseudonym", "sieve", "step", "stride", "wrap"] as const).flatMap((kind) => {
    const count = kinds[kind]?.length ?? 0;
    return count === 0 ? [] : [[kind, count] as const];
  });
  const summary = { files, rejected: rejected.length, units: units.length, kinds: Object.fromEntries(counts) };
  yield { ...summary, release, digest };
}
