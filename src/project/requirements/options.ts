/**
 * The options that a line of a requirements file may have, as pip 26 reads them, and how they are told apart: in full,
 * by a letter, or cut short as long as only one option starts so.
 */

import { quoted, quotedList } from "../../base/index.ts";
import { type ShellWord, UnfinishedWord, splitShellWords } from "./shell-words.ts";

/** Every option by its full name, and whether it takes a value. */
const options = {
  "--index-url": true,
  "--extra-index-url": true,
  "--no-index": false,
  "--constraint": true,
  "--requirement": true,
  "--editable": true,
  "--find-links": true,
  "--no-binary": true,
  "--only-binary": true,
  "--prefer-binary": false,
  "--require-hashes": false,
  "--no-require-hashes": false,
  "--pre": false,
  "--all-releases": true,
  "--only-final": true,
  "--trusted-host": true,
  "--use-feature": true,
  "--hash": true,
  "--config-settings": true,
} as const satisfies Readonly<Record<string, boolean>>;

export type OptionName = keyof typeof options;

const otherNames: ReadonlyMap<string, OptionName> = new Map([
  ["--pypi-url", "--index-url"],
  ["-i", "--index-url"],
  ["-c", "--constraint"],
  ["-r", "--requirement"],
  ["-e", "--editable"],
  ["-f", "--find-links"],
  ["-C", "--config-settings"],
]);

const optionNames = Object.keys(options) as readonly OptionName[]; // the keys of a literal
const longNames: readonly string[] = [...optionNames, "--pypi-url"];

/** An option of a line and its value, without quotes; empty for one that takes none. */
export interface LineOption {
  readonly name: OptionName;
  readonly value: string;
  /** Where it stands in the text, its value included. */
  readonly index: number;
  readonly end: number;
}

/** The options of a line, and words among them that belong to none. */
export interface LineOptions {
  readonly options: readonly LineOption[];
  readonly others: readonly ShellWord[];
}

/** What is wrong with an option, and where in the text. */
export class OptionMistake extends Error {
  readonly index: number;
  readonly hint: string | undefined;
  constructor(index: number, problem: string, hint?: string) {
    super(problem);
    this.index = index;
    this.hint = hint;
  }
}

/** @throws {OptionMistake} for an option that is not known, has no value, or one too many. */
export function readOptions(text: string): LineOptions {
  const words = splitWords(text);
  const found: LineOption[] = [];
  const others: ShellWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word.text === "--") return { options: found, others: [...others, ...words.slice(at + 1)] };
    if (!word.text.startsWith("-") || word.text === "-") others.push(word);
    else {
      const option = readOption(word, words[at + 1]);
      found.push(option);
      if (option.end > word.end) at++;
    }
  }
  return { options: found, others };
}

function splitWords(text: string): readonly ShellWord[] {
  try {
    return splitShellWords(text);
  } catch (error) {
    if (error instanceof UnfinishedWord) throw new OptionMistake(error.index, error.message);
    throw error;
  }
}

/** @param next the word behind it, which is its value unless that is attached. */
function readOption(word: ShellWord, next: ShellWord | undefined): LineOption {
  const [written, attached] = splitValue(word.text);
  const name = findOption(word, written);
  const { index, end } = word;
  if (!options[name]) {
    if (attached !== undefined) throw new OptionMistake(index, `\`${name}\` takes no value`);
    return { name, value: "", index, end };
  }
  if (attached !== undefined) return { name, value: attached, index, end };
  if (next === undefined) throw new OptionMistake(index, `\`${written}\` has no value`);
  return { name, value: next.text, index, end: next.end };
}

/** `--name=value` or `-xvalue`. */
function splitValue(word: string): readonly [name: string, value: string | undefined] {
  if (!word.startsWith("--")) return [word.slice(0, 2), word.length > 2 ? word.slice(2) : undefined];
  const at = word.indexOf("=");
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function findOption({ index }: ShellWord, written: string): OptionName {
  const exact = otherNames.get(written) ?? optionNames.find((name) => name === written);
  if (exact !== undefined) return exact;
  const near = written.startsWith("--") ? longNames.filter((name) => name.startsWith(written)) : [];
  const [only, ...more] = near;
  if (only === undefined)
    throw new OptionMistake(index, `${quoted(written)} is not an option of a requirements file`, optionHint);
  if (more.length > 0) throw new OptionMistake(index, `\`${written}\` may be ${quotedList(near)}`);
  return otherNames.get(only) ?? (only as OptionName); // it is one of `longNames`
}

const optionHint = `the options are ${quotedList(optionNames)}`;
