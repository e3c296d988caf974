/** Where in a file something is wrong: our own errors say it at the front of their message, `FILE:LINE:COLUMN: …`. */

export interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The message without its place. */
  readonly message: string;
}

/** The place in front of `message`, of which the column may be missing; undefined where it names none. */
export function tryReadPlace(message: string): Place | undefined {
  const found = /^([^:\n]{1,500}):(\d{1,7})(?::\d{1,7})?: /.exec(message);
  if (found === null) return undefined;
  const [front, path, line] = found as unknown as [string, string, string];
  return { path, line: Math.max(1, Number(line)), message: message.slice(front.length) };
}
