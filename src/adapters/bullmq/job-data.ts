/** Jobs as they come back from the queue: written by this program, perhaps by another version of it. */

import { UnrecoverableError } from "bullmq";
import { Type } from "typebox";
import { Compile } from "typebox/compile";

import { firstMistake } from "../../base/index.ts";
import type { Job } from "../../ports/index.ts";

const schema = Compile(
  Type.Union([
    Type.Object({ kind: Type.Literal("delivery"), id: Type.String() }),
    Type.Object({ kind: Type.Literal("repository"), repository: Type.Integer(), installation: Type.Integer() }),
    Type.Object({ kind: Type.Literal("installation"), installation: Type.Integer() }),
  ]),
);

/** @throws {UnrecoverableError}, which BullMQ does not try again, when this version knows no such job. */
export function readJob(data: unknown): Job {
  if (schema.Check(data)) return data;
  throw new UnrecoverableError(`a job of another version: ${firstMistake(schema, data)}`);
}
