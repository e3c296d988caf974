/** The body of a request. */

import type { IncomingMessage } from "node:http";

/** Undefined where the body is empty. Text that is not JSON is the text itself, which fits no schema. */
export async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString("utf8");
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
