/**
 * As much of PostgreSQL's protocol, version 3, as it takes to sit between a client and the engine: messages are told apart,
 * never read whole. A message is a letter, its length in four bytes (itself included), and a body.
 */

/** Of the session after a request: idle, in a transaction, or in one that failed. */
export type SessionStatus = "I" | "T" | "E";

/** The answer to a client's first message: authenticated, and ready. */
export const welcome: Buffer = Buffer.concat([message("R", Buffer.from([0, 0, 0, 0])), message("Z", Buffer.from("I"))]);

function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A simple query: any number of statements, no parameters. */
export function queryMessage(text: string): Buffer {
  return message("Q", Buffer.from(`${text}\0`));
}

/** The text of a simple query; undefined for any other message. */
export function simpleQuery(request: Buffer): string | undefined {
  if (request[0] !== "Q".charCodeAt(0)) return undefined;
  return request.toString("utf8", 5, request.indexOf(0, 5));
}

/** What the engine answered: what goes to the client that asked, and what to anyone who listens. */
export interface Answer {
  readonly reply: Buffer;
  readonly notifications: readonly Notification[];
  /** Undefined when the request leaves the client's turn open. */
  readonly status: SessionStatus | undefined;
  readonly isError: boolean;
}

export interface Notification {
  readonly channel: string;
  /** The message as it stands on the wire. */
  readonly bytes: Buffer;
}

/** Sorts the messages of one answer. The engine never cuts a message in two. */
export function readAnswer(bytes: Buffer): Answer {
  const replies: Buffer[] = [];
  const notifications: Notification[] = [];
  let status: SessionStatus | undefined;
  let isError = false;
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    const part = bytes.subarray(at, end);
    const letter = String.fromCharCode(bytes[at]!);
    if (letter === "A") notifications.push({ channel: part.toString("utf8", 9, part.indexOf(0, 9)), bytes: part });
    else replies.push(part);
    if (letter === "Z") status = String.fromCharCode(bytes[at + 5]!) as SessionStatus;
    if (letter === "E") isError = true;
    at = end;
  }
  return { reply: Buffer.concat(replies), notifications, status, isError };
}
