/** Looks into sources of knowledge in a process of its own, within limits of memory and time. */

import { fileURLToPath } from "node:url";

import { limits, UserError } from "../../base/index.ts";
import { inLimitedProcess, type TaskLimits } from "../sources/limited-task.ts";
import type { PackKnowledge } from "./pack.ts";
import { readToldBundle, tellSource } from "./pack-task.ts";

/** Sources that the process could not cope with. */
export class KnowledgeTooCostly extends UserError {
  readonly code = "KNOWLEDGE_TOO_COSTLY";
  /** @param how completes "… , and was ended". */
  constructor(how: string) {
    super(`reading the sources of knowledge ${how}, and was ended`, { hint: "leave a source out" });
  }
}

/** More than all records of PyPI and its malicious packages take. */
export const usualPackLimits: TaskLimits = { memory: 1_024, within: 300_000, answer: 2 * limits.knowledge.bytes };

const program = fileURLToPath(new URL("pack-child.ts", import.meta.url));

/** @throws {KnowledgeTooCostly} by what the sources hold. */
export function packInChild(taskLimits: TaskLimits = usualPackLimits): PackKnowledge {
  const tooCostly = (how: string) => new KnowledgeTooCostly(how);
  return (sources, today, signal) =>
    inLimitedProcess(
      { program, limits: taskLimits, tooCostly },
      async (ask) => {
        for (const source of sources) await ask("add", tellSource(source));
        return readToldBundle(await ask("finish", { value: { today } }));
      },
      signal,
    );
}
