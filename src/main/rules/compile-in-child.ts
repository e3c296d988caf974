/** Compiles a source of rules in a process of its own, within limits of memory and time. */

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { LimitedProcess, ProcessEnded, tryConfinement } from "../../adapters/child/index.ts";
import { limits, UserError } from "../../base/index.ts";
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
export const usualCompileLimits: CompileLimits = { memory: 224, young: 8, within: 120_000 };

const root = new URL("../../../", import.meta.url);
const readable = ["src", "node_modules", "package.json"].flatMap((name) => {
  const path = fileURLToPath(new URL(name, root));
  return [...new Set([path, realpathSync(path)])];
});
const program = fileURLToPath(new URL("compile-child.ts", import.meta.url));

/** One answer, which is smaller than what it is made of. */
const messages = { bytes: 2 * limits.prescription.allBytes, allBytes: 2 * limits.prescription.allBytes, messages: 10 };

/** @throws {RulesTooCostly} by what the source holds. */
export function compileInChild({ memory, young, within }: CompileLimits = usualCompileLimits): CompileSource {
  return async (contents, options, signal) => {
    const confinement = await tryConfinement({ memory, young, processor: Math.ceil(within / 1_000) });
    const child = new LimitedProcess({
      program,
      readable,
      confinement,
      messages,
      answers: {},
      onFault: () => undefined,
    });
    const late = setTimeout(() => child.stop(), within);
    try {
      return (await child.ask("compile", tellTask(contents, options), signal)).bytes;
    } catch (error) {
      throw error instanceof ProcessEnded ? explain(error, memory) : error;
    } finally {
      clearTimeout(late);
      child.stop();
    }
  };
}

function explain({ ending }: ProcessEnded, memory: number): Error {
  switch (ending.kind) {
    case "out-of-memory":
      return new RulesTooCostly(`took more than ${memory} MB of memory`);
    case "stopped":
    case "out-of-time":
      return new RulesTooCostly("took too long");
    case "crashed":
      return new RulesTooCostly(`broke off (${ending.how})`);
    case "ended":
      return new Error(`the process that read the rules was ended from outside (${ending.how})`);
  }
}
