/** Where the command line talks: stdout is data, stderr is talk. */

import { formatSafeJson, terminalLine } from "../advise/index.ts";
import { UserError } from "../base/index.ts";

export interface Output {
  /** Data for a program or a reader, with its final newline, as it stands: `formatSafeJson` or `renderTerminal` made it. */
  data(text: string): void;
  /** One line of talk; what it holds from outside is made safe for a terminal. */
  say(line: string): void;
  /** Columns of the reader's terminal. */
  readonly width: number;
  /** Whether the reader sees colours. */
  readonly colours: boolean;
}

/** The standard streams. `NO_COLOR` and a pipe switch colours off. */
export function standardOutput(): Output {
  return {
    data: (text) => process.stdout.write(text),
    say: (line) => process.stderr.write(`${terminalLine(line)}\n`),
    width: Math.min(process.stdout.columns ?? 100, 120),
    colours: process.stdout.isTTY && !process.env["NO_COLOR"],
  };
}

/** What a shell expects of a command that Ctrl-C ended: 128 and the number of SIGINT. */
const interruptedCode = 130;

/**
 * Runs a command and turns a user's mistake into one sentence and exit code 1. With `json` the sentence is an object on
 * stdout, with the same code. Whatever ends once `signal` has fired is no mistake: one line, and code 130. Bugs keep
 * their stack.
 */
export async function exitCodeOf(
  run: () => Promise<number>,
  output: Output,
  json: boolean,
  signal?: AbortSignal,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (signal?.aborted) {
      output.say(signal.reason instanceof Error ? signal.reason.message : String(signal.reason));
      return interruptedCode;
    }
    if (!(error instanceof UserError)) throw error;
    sayMistake(error, output);
    const { code, message, hint } = error;
    if (json) output.data(`${formatSafeJson({ error: { code, message, hint } })}\n`);
    return 1;
  }
}

function sayMistake(error: UserError, output: Output): void {
  output.say(`error: ${error.message}`);
  if (error.hint !== undefined) output.say(`hint: ${error.hint}`);
}
