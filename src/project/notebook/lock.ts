/**
 * The lock in a notebook: taken out as the text of a lock, and put back with every other byte of the file left as it is.
 * The JSON around it decides its shape: on one line or indented, an object or a text that holds one.
 */

import { type JsonSpan, placeAt, tryFindJson } from "../json-lines.ts";
import { type Notebook, notebookKeys, parseNotebook } from "./notebook.ts";

/**
 * The lock as a text of its own, in which everything stands on the line and in the column that it has in the notebook, as
 * far as it is written there as JSON and not as a text.
 */
export function lockText({ text, lock }: Notebook): string | undefined {
  if (lock === undefined) return undefined;
  const { start, end } = tryFindJson(text, ["metadata", notebookKeys.lock])!;
  const { line, column } = placeAt(text, start);
  const above = "\n".repeat(line - 1);
  // Within a text of JSON a line break means no more than a space.
  if (typeof lock === "string") return `${above}${lock.replaceAll(/[\r\n]/g, " ")}`;
  return `${above}${" ".repeat(column - 1)}${text.slice(start, end)}`;
}

/**
 * The notebook in `text` with `lock`, the text of a lock, in the place of its own or right behind its requirements.
 *
 * @throws {Error} when the notebook carries no requirements.
 */
export function withNotebookLock(place: string, text: string, lock: string): string {
  const notebook = parseNotebook(place, text);
  if (notebook === undefined) throw new Error(`${place} carries no requirements`);
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  return mark + replaceLock(notebook, JSON.parse(lock));
}

function replaceLock(notebook: Notebook, lock: unknown): string {
  const { text } = notebook;
  const requirements = tryFindJson(text, ["metadata", notebookKeys.requirements])!;
  const old = tryFindJson(text, ["metadata", notebookKeys.lock]);
  const margin = marginOf(text, old ?? requirements);
  const isText = typeof (notebook.lock ?? notebook.requirements) === "string";
  const value = isText ? JSON.stringify(JSON.stringify(lock)) : format(lock, margin);
  if (old !== undefined) return text.slice(0, old.start) + value + text.slice(old.end);
  const { key, start, end } = requirements;
  const colon = text.slice(key, start).slice(JSON.stringify(notebookKeys.requirements).length);
  const added = `,${margin ?? ""}${JSON.stringify(notebookKeys.lock)}${colon}${value}`;
  return text.slice(0, end) + added + text.slice(end);
}

/** The line break and the indentation in front of a key; undefined where the key does not begin its line. */
function marginOf(text: string, { key }: JsonSpan): string | undefined {
  return /\r?\n[ \t]*$/.exec(text.slice(Math.max(0, key - longestMargin), key))?.[0];
}

const longestMargin = 100;

/** A key of the metadata is indented by two levels. */
function format(lock: unknown, margin: string | undefined): string {
  if (margin === undefined) return JSON.stringify(lock);
  const [, newline, indentation] = /^(\r?\n)(.*)$/.exec(margin)!;
  const level = indentation!.slice(0, Math.ceil(indentation!.length / 2));
  return JSON.stringify(lock, null, level).replaceAll("\n", `${newline}${indentation}`);
}
