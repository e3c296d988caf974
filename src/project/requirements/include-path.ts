/** Where `-r` and `-c` lead: to a file of the repository, or nowhere. */

import { isAddress } from "./target.ts";

/** @param from the file that names `path`. @returns undefined for an address, and for what lies outside. */
export function resolveInclude(from: string, path: string): string | undefined {
  if (isAddress(path) || path.startsWith("/") || path.includes("\\") || path.includes("\0") || path.includes("${"))
    return undefined;
  const steps = from.split("/").slice(0, -1);
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.length === 0 ? undefined : steps.join("/");
}
