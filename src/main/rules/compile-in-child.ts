/** Compiles a source of rules in a process of its own, within limits of memory and time. */

import { fileURLToPath } from "node:url";

import { limits, UserError } from "../../base/index.ts";
import { type AskTask, inLimitedProcess } from "../sources/limited-task.ts";
import { tellTask } from "./compile-task.ts";
import type { CompileSource } from "./open-rules.ts";

/** A source that the process could not cope with. */
export class RulesTooCostly extends UserError {
  readonly code = "RULES_TOO_COSTLY";
  /** @param how completes "… , and was ended". */
  constructor(how: string) {
    super(`reading the rules ${how}, and was ended`, { hint: "leave the source out, or split it into smaller ones" });
  }
}

export interface CompileLimits {
  /** Megabytes of the heap. */
  readonly memory: number;
  /** See `ChildLimits`. */
  readonly young: number;
  /** Milliseconds altogether. */
  readonly within: number;
}

/** More than the largest known collection takes, which is 90,000 rules in 65,000 files. */
export const usualCompileLimits: CompileLimits = { memory: 160, young: 12, within: 120_000 };

const program = fileURLToPath(new URL("compile-child.ts", import.meta.url));

/** One answer, which is smaller than what it is made of. */
const answer = 2 * limits.prescription.allBytes;

/** @throws {RulesTooCostly} by what the source holds. */
export function compileInChild(compileLimits: CompileLimits = usualCompileLimits): CompileSource {
  const tooCostly = (how: string) => new RulesTooCostly(how);
  const task = { program, limits: { ...compileLimits, answer }, tooCostly };
  return async (contents, options, signal) => {
    const compile = (ask: AskTask) => ask("compile", tellTask(contents, options));
    return (await inLimitedProcess(task, compile, signal)).bytes;
  };
}
