/** What the process finds in source, on its way to the worker, which believes none of it before it has the right shape. */

import { Type } from "typebox";
import { Compile } from "typebox/compile";

import type { SourceRequest, SourceScan } from "../../advise/index.ts";
import { firstMistake } from "../../base/index.ts";

/** What crosses to the process: files are asked for. */
export type SourceQuestion = Omit<SourceRequest, "readFile">;

const Place = Type.Integer({ minimum: 1 });
const Path = Type.String({ maxLength: 4_096 });

const finding = {
  rule: Type.String({ pattern: "^PY[0-9]{3}$" }),
  level: Type.Enum(["error", "warning", "info"]),
  message: Type.String({ maxLength: 1_000 }),
  file: Path,
  line: Place,
  column: Place,
  endLine: Place,
  endColumn: Place,
  scope: Type.String(),
  part: Type.Enum(["code", "tests", "docs"]),
  cwe: Place,
  link: Type.String({ pattern: "^https://[!-~]{1,500}$" }),
  fingerprint: Type.String({ pattern: "^[0-9a-f]{32}(:[0-9]+)?$" }),
};

const answer = Compile(
  Type.Object({
    findings: Type.Array(Type.Object(finding)),
    suppressed: Type.Array(
      Type.Object({ ...finding, by: Type.Enum(["nosec", "noqa", "thoth: ignore"]), reason: Type.String() }),
    ),
    files: Type.Integer({ minimum: 0 }),
    lines: Type.Integer({ minimum: 0 }),
    unread: Type.Array(Type.Object({ file: Path, reason: Type.String(), isOwn: Type.Boolean() })),
    security: Type.Boolean(),
  }),
);

/** @throws {Error} for what is no such answer. */
export function readSourceScan(value: unknown): SourceScan {
  if (!answer.Check(value)) throw new Error(`the answer is no look at source: ${firstMistake(answer, value)}`);
  return value as SourceScan;
}
