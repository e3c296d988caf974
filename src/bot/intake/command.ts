/**
 * Commands in comments: `/thoth advise`. Which line of a comment is one, and what it asks for.
 *
 * Surprises of GitHub's Markdown: a line right below a quote belongs to the quote, though nothing marks it; a fence is
 * closed only by as many of its own characters, or by the end; what stands indented by four is code.
 */

import { type RecommendationType, tryParseRecommendationType } from "../../environments/index.ts";

/** What is asked for. `misread` says which word was not understood. */
export type Command =
  | {
      readonly kind: "advise";
      readonly environment: string | undefined;
      readonly type: RecommendationType | undefined;
      /** Path of a folder or notebook; all projects where none is named. */
      readonly project?: string;
    }
  | {
      readonly kind: "fix";
      /** Ids by whatever name. */
      readonly advisories: readonly string[] | "all";
      readonly project?: string;
    }
  | { readonly kind: "rebase" }
  | { readonly kind: "help" }
  | { readonly kind: "misread"; readonly word: string; readonly expected: "verb" | "argument" | "type" | "advisory" };

/** Longest line that is taken for a command, in UTF-16 units. */
const longestLine = 500;

/**
 * The command line of a comment: its first line that is not blank, quoted, code or an HTML comment, if it starts with
 * `/thoth`. Linear in the length of `body`.
 */
export function tryFindCommand(body: string): string | undefined {
  const line = firstLine(body);
  if (line === undefined || line.length > longestLine) return undefined;
  return /^\/thoth(?:\s|$)/i.test(line) ? line : undefined;
}

/** Titles of issues that were commands of the bot before this one, in lower case. */
const oldTitles: ReadonlyMap<string, string> = new Map([
  ["kebechet advise", "/thoth advise"],
  ["kebechet update", "/thoth advise"],
  ["kebechet info", "/thoth help"],
]);

/** A command in a new issue. */
export interface IssueCommand {
  readonly line: string;
  /** Whether the issue says nothing else, to anyone. */
  readonly isWhole: boolean;
}

/** The command of a new issue: its title where that is one, else as in a comment. */
export function tryFindIssueCommand(title: string, body: string): IssueCommand | undefined {
  const asTitle = oldTitles.get(title.trim().toLowerCase()) ?? tryFindCommand(title);
  if (asTitle !== undefined) return { line: asTitle, isWhole: isSilent(body) };
  const line = tryFindCommand(body);
  return line === undefined ? undefined : { line, isWhole: false };
}

/** Templates of issues leave comments that nobody sees. */
function isSilent(body: string): boolean {
  return body.replaceAll(/<!--[^]*?(?:-->|$)/g, "").trim() === "";
}

/** @param line as {@link tryFindCommand} gives it. */
export function parseCommand(line: string): Command {
  const [, verb, ...words] = line.trim().split(/\s+/);
  if (verb === undefined) return { kind: "help" };
  switch (verb.toLowerCase()) {
    case "advise":
      return parseAdvise(words);
    case "fix":
      return parseFix(words);
    case "rebase":
    case "help":
      return words[0] === undefined
        ? { kind: verb.toLowerCase() as "rebase" | "help" }
        : { kind: "misread", word: words[0], expected: "argument" };
    default:
      return { kind: "misread", word: verb, expected: "verb" };
  }
}

/** `[environment] [type=T | --type T] [project=PATH | --project PATH]` in any order. */
function parseAdvise(words: readonly string[]): Command {
  let environment: string | undefined;
  let type: RecommendationType | undefined;
  let project: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const option = /^(?:--)?type=(.*)$/i.exec(word);
    if (type === undefined && (option !== null || word.toLowerCase() === "--type")) {
      const value = option?.[1] ?? words[++at] ?? "";
      type = tryParseRecommendationType(value);
      if (type === undefined) return { kind: "misread", word: value, expected: "type" };
    } else if (project === undefined && isProjectOption(word)) {
      project = word.includes("=") ? word.slice(word.indexOf("=") + 1) : words[++at];
      if (project === undefined) return { kind: "misread", word, expected: "argument" };
    } else if (environment === undefined && /^(?!--)[\w-]+$/.test(word)) environment = word;
    else return { kind: "misread", word, expected: "argument" };
  }
  return { kind: "advise", environment, type, ...(project !== undefined && { project }) };
}

/** As many ids as one command names. */
const mostAdvisories = 20;

/** `ID…` or `all`, and `[project=PATH | --project PATH]` in any order; commas may stand between ids. */
function parseFix(words: readonly string[]): Command {
  const ids: string[] = [];
  let project: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (project === undefined && isProjectOption(word)) {
      project = word.includes("=") ? word.slice(word.indexOf("=") + 1) : words[++at];
      if (project === undefined) return { kind: "misread", word, expected: "argument" };
    } else ids.push(...word.split(",").filter((id) => id !== ""));
  }
  const wrong = ids.find((id) => id.toLowerCase() !== "all" && !isAdvisoryId(id));
  if (wrong !== undefined || ids.length === 0 || ids.length > mostAdvisories)
    return { kind: "misread", word: wrong ?? "", expected: "advisory" };
  const advisories = ids.some((id) => id.toLowerCase() === "all") ? "all" : ids;
  return { kind: "fix", advisories, ...(project !== undefined && { project }) };
}

function isProjectOption(word: string): boolean {
  return /^(?:(?:--)?project=.|--project$)/i.test(word);
}

/** Whether `text` may be the id of an advisory, such as `PYSEC-2023-192`, `CVE-2023-43804` or `GHSA-v845-jxx5-vc9f`. */
export function isAdvisoryId(text: string): boolean {
  return text.length <= 100 && /^[a-z][a-z0-9]*(?:[-:][a-z0-9]+)+$/i.test(text);
}

function firstLine(body: string): string | undefined {
  const scanner = new LineScanner();
  for (const line of body.split(/\r\n|\n|\r/)) {
    const words = scanner.read(line);
    if (words !== undefined) return words;
  }
  return undefined;
}

const commentStart = "<!--";
const commentEnd = "-->";

/** Headings, list items and HTML: such a line ends a quote above it, and what stands on it is the author's. */
const blockStart = /^(?:#{1,6}(?:\s|$)|(?:[-+*]|1[.)])\s|<[a-z/!?])/i;

/** Goes through a comment line by line, and says of each whether it speaks to its reader. */
class LineScanner {
  #inside: "text" | "quote" | "comment" = "text";
  /** The run of characters that opened the fence we are in. */
  #fence: string | undefined;

  /** The words of the line, or undefined while it is blank, quoted, code or a comment. */
  read(line: string): string | undefined {
    if (this.#fence !== undefined) return this.#readCode(line, this.#fence);
    if (this.#inside === "comment") return this.#readComment(line);
    if (line.trim() === "") {
      this.#inside = "text";
      return undefined;
    }
    if (/^ {0,3}>/.test(line)) {
      this.#inside = "quote";
      return undefined;
    }
    return this.#readText(line);
  }

  /** Whatever starts a block ends a quote; other words right below it belong to it. */
  #readText(line: string): string | undefined {
    if (/^(?: {0,3}\t| {4})/.test(line)) return undefined;
    const words = line.trim();
    this.#fence = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(words)?.[0];
    if (this.#fence !== undefined) {
      this.#inside = "text";
      return undefined;
    }
    if (words.startsWith(commentStart)) {
      this.#inside = "comment";
      return this.#readComment(words);
    }
    return this.#inside === "quote" && !blockStart.test(words) ? undefined : words;
  }

  #readCode(line: string, fence: string): undefined {
    const run = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
    if (run !== undefined && run[0] === fence[0] && run.length >= fence.length) this.#fence = undefined;
  }

  /** What follows the end of a comment on its line is HTML too. */
  #readComment(line: string): undefined {
    if (line.includes(commentEnd)) this.#inside = "text";
  }
}
