/** What `thoth seal` takes from the outside: a password on standard input, and the public key of a deployment. */

import { readFile } from "node:fs/promises";

import { InputTooLarge, UserError } from "../base/index.ts";
import type { SealTools } from "../cli/index.ts";
import { HttpTransport } from "../package-index/index.ts";
import { keyLimit, parsePublicKey, seal } from "../sealing/index.ts";
import { FileUnreadable } from "./folder.ts";

/** The address of a key does not give one. */
export class SealKeyUnavailable extends UserError {
  readonly code = "SEAL_KEY_UNAVAILABLE";
  /** @param what completes "ADDRESS …". */
  constructor(address: string, what: string, cause?: unknown) {
    super(`${address} ${what}`, {
      cause,
      hint: "ask whoever runs the service for its key, and give the file to `--key`",
    });
  }
}

export function sealTools(now: Date): SealTools {
  return { now, readPassword, readKey };
}

/** More than any password has. */
const longestInput = 16 * 1024;

async function readPassword(signal: AbortSignal): Promise<string | undefined> {
  if (process.stdin.isTTY) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    bytes += chunk.length;
    if (bytes > longestInput) throw new InputTooLarge("standard input", "bytes", longestInput + 1, longestInput);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function readKey(place: string, signal: AbortSignal): Promise<Awaited<ReturnType<SealTools["readKey"]>>> {
  const text = /^https?:\/\//i.test(place) ? await fetchKey(place, signal) : await readKeyFile(place, signal);
  const key = parsePublicKey(place, text);
  return { id: key.id, seal: (subject) => seal(subject, key) };
}

async function readKeyFile(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await readFile(path, { encoding: "utf8", signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new FileUnreadable(path, cause);
  }
}

/** Whoever could change the key on its way could open what is sealed to it; this machine itself is no way. */
async function fetchKey(address: string, signal: AbortSignal): Promise<string> {
  const url = URL.parse(address);
  const isLocal = url !== null && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url === null || url.username !== "" || (url.protocol !== "https:" && !isLocal))
    throw new SealKeyUnavailable(url === null ? "the address of the key" : url.host, "is not an `https` URL");
  const transport = new HttpTransport({ proxies: "environment" });
  const request = { url, headers: { accept: "application/json" }, limit: keyLimit.bytes, verify: true };
  try {
    const { status, body } = await transport.get(request, signal);
    if (status === 200 && body !== undefined) return body.toString("utf8");
    throw new SealKeyUnavailable(address, `answers ${status}, and no key`);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw new SealKeyUnavailable(address, "cannot be reached", error);
  } finally {
    await transport.close();
  }
}
