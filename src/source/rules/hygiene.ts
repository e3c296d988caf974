/** Rules on what stands in the source itself: secrets, checks that vanish, errors that nobody hears of, hidden characters. */

import type { FileFacts, Literal, Place } from "../syntax/facts.ts";
import { aboutCredential, credentialName, hasPassword, isProvided, looksSecret } from "./secret-words.ts";
import type { Rule, Verdict } from "./rule.ts";

export const hygieneRules: readonly Rule[] = [
  {
    id: "PY105",
    level: "error",
    cwe: 798,
    bandit: ["B105", "B106", "B107"],
    finds:
      "a literal that is a password, token or key: by the mark of its provider, as a password in an address, or by its name and by looking random; by its name alone: info",
    message:
      "whoever reads the code has this secret, and history keeps it; change it, and read it from the environment",
    link: "https://docs.python.org/3/library/os.html#os.environ",
    looks: [{ on: "literals", when: judgeLiteral }],
  },
  {
    id: "PY107",
    level: "info",
    cwe: 617,
    bandit: ["B101"],
    finds: "`assert` outside of tests",
    message: "`python -O` leaves this check out; raise an error where the check guards something",
    link: "https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement",
    looks: [{ on: "assertions", when: (_, file) => file.part !== "tests" }],
  },
  {
    id: "PY108",
    level: "info",
    cwe: 703,
    bandit: ["B110", "B112"],
    finds: "`except: pass` and `except: continue`, bare or of `Exception`",
    message: "an error is swallowed whatever it is; name the exception, or log it",
    link: "https://docs.python.org/3/tutorial/errors.html#handling-exceptions",
    looks: [
      {
        on: "handlers",
        when: ({ types, body }) =>
          body !== "other" &&
          (types.length === 0 || types.some((type) => type === "Exception" || type === "BaseException")),
      },
    ],
  },
  {
    id: "PY109",
    level: "error",
    cwe: 1007,
    bandit: ["B613"],
    finds: "characters that turn the direction of writing",
    message: "a reader sees other code than Python runs; remove the character, or write it as `\\u202e`",
    link: "https://peps.python.org/pep-0672/#bidirectional-text",
    looks: [{ on: "source", pattern: /[\u202a-\u202e\u2066-\u2069\u200f]/g }],
  },
];

/** By its own marks, or by what stands beside it on the line: a name that it is given to or compared with, a key. */
function judgeLiteral({ value, place }: Literal, file: FileFacts): Verdict {
  if (isProvided(value) || hasPassword(value)) return true;
  const name = nameBefore(file, place) ?? nameAfter(file, place);
  if (name !== undefined) return judgeText(name, value);
  const after = value.length <= 60 && credentialName.test(value) ? valueAfter(file, place) : undefined;
  return after === undefined ? false : judgeText(value, after);
}

function judgeText(name: string, text: string): Verdict {
  if (!credentialName.test(name)) return false;
  return looksSecret(text) && !aboutCredential.test(name) ? true : { level: "info" };
}

/** `name` of `name="…"`, `name: str = "…"`, `thing["name"] = "…"` and `name == "…"`. */
function nameBefore(file: FileFacts, { line, column, endLine, endColumn }: Place): string | undefined {
  // The literal is but a part of what is given.
  if (/^\s*[.%+[]/.test(lineOf(file, endLine).slice(endColumn - 1, endColumn - 1 + longest))) return undefined;
  const before = lineOf(file, line).slice(Math.max(0, column - 1 - longest), column - 1);
  return /=\s*$/.test(before) ? /(\w+)(?:["']\])?\s*(?::[^=:(]+)?[=!]?=\s*$/.exec(before)?.[1] : undefined;
}

/** `name` of `"…" == name`. */
function nameAfter(file: FileFacts, { endLine, endColumn }: Place): string | undefined {
  const rest = lineOf(file, endLine).slice(endColumn - 1, endColumn - 1 + longest);
  return /^\s*[=!]=\s*(?:\w+\.)*(\w+)/.exec(rest)?.[1];
}

const lastLine = new WeakMap<FileFacts, { readonly line: number; readonly text: string }>();

/** Kept for the next literal of it: a line may hold thousands. */
function lineOf(file: FileFacts, line: number): string {
  const known = lastLine.get(file);
  if (known?.line === line) return known.text;
  const text = file.lineText(line);
  lastLine.set(file, { line, text });
  return text;
}

/** How much of a line is looked at on either side. */
const longest = 200;

/** The literal behind `"password":` on the same line. */
function valueAfter(file: FileFacts, { endLine, endColumn }: Place): string | undefined {
  const rest = lineOf(file, endLine).slice(endColumn - 1, endColumn - 1 + longest);
  const found = /^\s*:\s*(?:"([^"\\]*)"|'([^'\\]*)')/.exec(rest);
  return found === null ? undefined : (found[1] ?? found[2]);
}
