/** Reads a request's body within bounds. Anyone can send one, so not a byte more is taken than the bound allows. */

import type { IncomingMessage } from "node:http";

import { Refusal } from "./refusal.ts";

/**
 * The raw bytes of the body.
 *
 * @param bytes the most that is read.
 * @param within milliseconds for all of it.
 * @param take asked for room before more is kept; false: there is none. Whoever calls gives it back.
 * @throws {Refusal} 503 where there is no room, 413 as soon as the body is known to be larger, 408 when it does not come in
 * time, 400 when it breaks off.
 */
export function readBody(
  request: IncomingMessage,
  bytes: number,
  within: number,
  take: (bytes: number) => boolean = () => true,
): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > bytes)
    return Promise.reject(new Refusal(413, "the body is too large"));
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // The connection stays: the answer has to go out on it.
  const refuse = (refusal: Refusal) => {
    request.pause();
    reject(refusal);
  };
  const deadline = setTimeout(() => refuse(new Refusal(408, "the body did not come in time")), within);
  const chunks: Buffer[] = [];
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > bytes) refuse(new Refusal(413, "the body is too large"));
    else if (take(chunk.length)) chunks.push(chunk);
    else refuse(new Refusal(503, "too many deliveries at once"));
  });
  request.once("end", () => resolve(Buffer.concat(chunks)));
  request.once("close", () => refuse(new Refusal(400, "the body broke off")));
  request.once("error", () => refuse(new Refusal(400, "the body broke off")));
  return promise.finally(() => clearTimeout(deadline));
}
