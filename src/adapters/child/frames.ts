/**
 * Messages between two processes over a pair of byte streams: a little JSON and, where a message carries a file, its bytes
 * as they are. The length of both stands in front, so that what is too long is refused before it is read.
 *
 *     4 bytes: length of the JSON   4 bytes: length of the bytes   JSON in UTF-8   bytes
 */

import type { Readable, Writable } from "node:stream";

/** `bytes` is empty where a message carries none. */
export interface Frame {
  readonly value: unknown;
  readonly bytes: Buffer;
}

/** What the other side may send. */
export interface FrameLimits {
  /** JSON and bytes of one message. */
  readonly bytes: number;
  /** Of all messages together, and how many they may be. */
  readonly allBytes: number;
  readonly messages: number;
}

/** The other side does not keep to the protocol. */
export class BrokenFrame extends Error {}

const headBytes = 8;

/** Resolves when the stream takes more. */
export async function writeFrame(to: Writable, value: unknown, bytes: Buffer = Buffer.alloc(0)): Promise<void> {
  const json = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(json.length, 0);
  head.writeUInt32BE(bytes.length, 4);
  to.write(head);
  to.write(json);
  if (bytes.length > 0) to.write(bytes);
  if (to.writableNeedDrain) await new Promise<void>((resolve) => to.once("drain", resolve).once("close", resolve));
}

/** Every message until the stream ends. @throws {BrokenFrame} past a limit, or for what is no JSON. */
export async function* readFrames(from: Readable, limits: FrameLimits): AsyncGenerator<Frame> {
  let messages = 0;
  let allBytes = 0;
  let wanted = headBytes;
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const chunk of from as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    length += chunk.length;
    while (length >= wanted) {
      const all = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting);
      const end = frameEnd(all, limits);
      if (all.length < end) {
        [waiting, wanted] = [[all], end];
        break;
      }
      allBytes += end;
      if (++messages > limits.messages) throw new BrokenFrame(`more than ${limits.messages} messages`);
      if (allBytes > limits.allBytes) throw new BrokenFrame(`more than ${limits.allBytes} bytes of messages`);
      yield parseFrame(all, end);
      const rest = all.subarray(end);
      // An empty rest would hold what lies before it, which may be large, until the next message.
      [waiting, length, wanted] = [rest.length === 0 ? [] : [rest], rest.length, headBytes];
    }
  }
}

/** Where the frame at the start of `all` ends. */
function frameEnd(all: Buffer, { bytes }: FrameLimits): number {
  const length = all.readUInt32BE(0) + all.readUInt32BE(4);
  if (length > bytes) throw new BrokenFrame(`a message of ${length} bytes, and at most ${bytes} are read`);
  return headBytes + length;
}

function parseFrame(all: Buffer, end: number): Frame {
  const split = headBytes + all.readUInt32BE(0);
  const json = all.toString("utf8", headBytes, split);
  try {
    return { value: JSON.parse(json), bytes: all.subarray(split, end) };
  } catch (cause) {
    throw new BrokenFrame("a message is no JSON", { cause });
  }
}
