/**
 * Reads one requirements file as pip 26 does, each line by itself.
 *
 * Surprises: of a line with a requirement only `--hash` and `--config-settings` count, and of a line with options only
 * one `-r`, `-c` or `-e`; what pip drops without a word is kept as a remark. `${NAME}` stays as it is written: a value
 * from a repository is no reason to hand out a secret.
 */

import { checkBytes, checkCount, limits, quoted } from "../../base/index.ts";
import type { WrittenLine } from "../manifest.ts";
import { InvalidRequirementsFile } from "./errors.ts";
import { type LogicalLine, readLogicalLines } from "./logical-lines.ts";
import { type LineOption, OptionMistake, readOptions } from "./options.ts";
import type { RequirementsFile, Statement } from "./statement.ts";
import { type Target, TargetMistake, readConstraint, readEditableTarget, readTarget } from "./target.ts";

export interface RequirementsParse {
  /** Its requirements bind what is asked for elsewhere, and ask for nothing themselves. */
  readonly isConstraint: boolean;
}

/**
 * The file in `text`; `place` is its path from the root.
 *
 * @throws {InvalidRequirementsFile} naming file, line, column and value; {InputTooLarge} past `limits.requirements`.
 */
export function parseRequirements(
  place: string,
  text: string,
  { isConstraint }: RequirementsParse = { isConstraint: false },
): RequirementsFile {
  checkBytes(place, Buffer.byteLength(text), limits.requirements);
  const lines = readLogicalLines(withoutMark(text));
  checkCount(place, "lines", lines.length, limits.requirements.lines);
  refuseOtherEncoding(place, text, lines);
  const remarks: string[] = [];
  const statements = lines.map((line) => new LineReader(place, line, isConstraint, remarks).read());
  return { place, text, statements, remarks };
}

/** A byte order mark becomes a blank, so that what stands behind it keeps its place. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, " ");
}

/** PEP 263: what has been read as UTF-8 is misread if the file says that it is something else. */
function refuseOtherEncoding(place: string, text: string, lines: readonly LogicalLine[]): void {
  const head = text.split("\n", 2);
  for (const [index, line] of head.entries()) {
    const encoding = line.startsWith("#") ? /coding[:=]\s*([-\w.]+)/.exec(line)?.[1] : undefined;
    if (encoding === undefined || /^(utf-?8|us-ascii|ascii)$/i.test(encoding.replaceAll("_", "-"))) continue;
    const odd = lines.find((each) => /[^\x20-\x7e\t]/.test(each.text));
    if (odd === undefined) return;
    const problem = `the file says that its encoding is ${quoted(encoding)}, and only UTF-8 is read`;
    throw new InvalidRequirementsFile(`${place}:${index + 1}:1`, problem, "save it as UTF-8 and say so");
  }
}

class LineReader {
  readonly #place: string;
  readonly #line: LogicalLine;
  readonly #isConstraint: boolean;
  readonly #remarks: string[];

  constructor(place: string, line: LogicalLine, isConstraint: boolean, remarks: string[]) {
    this.#place = place;
    this.#line = line;
    this.#isConstraint = isConstraint;
    this.#remarks = remarks;
  }

  read(): Statement {
    const { text } = this.#line;
    const start = optionsStart(text);
    const body = text.slice(0, start).trim();
    const options = this.#readOptions(start);
    if (body !== "") return this.#requirement(body, 0, options, false);
    const editable = options.find(({ name }) => name === "--editable");
    if (editable !== undefined) return this.#requirement(editable.value, editable.index, options, true);
    return this.#optionsOnly(options);
  }

  #readOptions(start: number): readonly LineOption[] {
    const { text } = this.#line;
    const blanks = " ".repeat(start); // so that places stay
    try {
      const { options, others } = readOptions(blanks + text.slice(start));
      for (const word of others) this.#remark(word.index, `${quoted(word.text)} stands behind an option`);
      for (const option of options) if (option.name === "--hash") this.#checkHash(option);
      return options;
    } catch (error) {
      if (error instanceof OptionMistake) throw this.#fault(error.index, error.message, error.hint);
      throw error;
    }
  }

  #requirement(body: string, index: number, options: readonly LineOption[], editable: boolean): Statement {
    const text = editable ? `-e ${body}` : body;
    try {
      if (this.#isConstraint) return this.#constraint(text, body, editable);
      const target: Target = editable ? readEditableTarget(body) : readTarget(body);
      this.#remarkUnused(options, editable);
      const hashes = options.filter(({ name }) => name === "--hash").map(({ value }) => value);
      checkCount(this.#place, `hashes of ${quoted(body)}`, hashes.length, limits.lock.hashesPerPackage);
      return { kind: "requirement", ...this.#written(text), ...target, editable, hashes, options, whole: this.#line };
    } catch (error) {
      if (error instanceof TargetMistake) throw this.#fault(index, error.message, error.hint);
      throw error;
    }
  }

  #constraint(text: string, body: string, editable: boolean): Statement {
    if (editable) throw new TargetMistake(`${quoted(text)} is a constraint, which cannot be editable`);
    return { kind: "constraint", ...this.#written(text), requirement: readConstraint(body) };
  }

  /** The first of several files counts, and everything beside it is dropped. */
  #optionsOnly(options: readonly LineOption[]): Statement {
    const files = options.filter(({ name }) => name === "--requirement" || name === "--constraint");
    const include = files.find(({ name }) => name === "--requirement") ?? files[0];
    for (const option of options) {
      const isUnused = include === undefined ? forRequirement.has(option.name) : option !== include;
      if (isUnused) this.#remark(option.index, `\`${option.name}\` has nothing that it could be for here`);
    }
    const { text } = this.#line;
    if (include === undefined) return { kind: "options", ...this.#written(text), options, whole: this.#line };
    const isConstraint = include.name === "--constraint";
    return { kind: "include", ...this.#written(text), path: include.value, isConstraint };
  }

  #remarkUnused(options: readonly LineOption[], editable: boolean): void {
    const [first] = options.filter(({ name }) => name === "--editable");
    for (const option of options) {
      const { name } = option;
      const isUsed = editable ? option === first || name === "--config-settings" : forRequirement.has(name);
      if (!isUsed) this.#remark(option.index, `\`${name}\` stands behind a requirement`);
    }
  }

  #checkHash({ index, value }: LineOption): void {
    if (/^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/i.test(value)) return;
    const hint = "write `--hash=sha256:` and 64 hexadecimal digits";
    throw this.#fault(index, `${quoted(value)} is not a hash that pip takes`, hint);
  }

  #written(text: string): WrittenLine {
    return { file: this.#place, ...this.#line.position(0), text };
  }

  #remark(index: number, problem: string): void {
    this.#remarks.push(`${this.#at(index)}: ${problem}, and pip ignores it`);
  }

  #fault(index: number, problem: string, hint?: string): InvalidRequirementsFile {
    return new InvalidRequirementsFile(this.#at(index), problem, hint);
  }

  #at(index: number): string {
    const { line, column } = this.#line.position(index);
    return `${this.#place}:${line}:${column}`;
  }
}

/** What may stand behind a requirement. */
const forRequirement: ReadonlySet<LineOption["name"]> = new Set(["--hash", "--config-settings"]);

/** Where the options of a line begin: at the first word that starts with a dash, words being what blanks part. */
function optionsStart(text: string): number {
  if (text.startsWith("-")) return 0;
  const at = text.indexOf(" -");
  return at === -1 ? text.length : at + 1;
}
