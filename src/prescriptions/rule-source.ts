/** Where a rule stands in its file, so that every complaint about it can point there. */

import {
  limits,
  quoted,
  readYaml,
  tryReadPlainYaml,
  type YamlFile,
  type YamlLimit,
  type YamlPath,
} from "../base/index.ts";
import { InvalidRule } from "./rule-errors.ts";

/** One YAML file of rules. */
export class RuleFileSource {
  readonly path: string;
  /** Never undefined; an empty document is null. */
  readonly value: unknown;
  /** Whether what stands there was found right before, when it was compiled for the first time. */
  readonly isChecked: boolean;
  readonly #read: () => YamlFile;
  #file: YamlFile | undefined;

  /** @param read is called when a complaint needs a place. */
  private constructor(path: string, value: unknown, read: () => YamlFile, file?: YamlFile, isChecked = false) {
    this.path = path;
    this.value = value;
    this.isChecked = isChecked;
    this.#read = read;
    this.#file = file;
  }

  /**
   * The values are read the fast way where that is possible; their places only when something is wrong.
   *
   * @throws {UserError} as `readYaml` does.
   */
  static parse(path: string, text: string, limit: YamlLimit = limits.prescription): RuleFileSource {
    const read = () => readYaml(path, text, limit, { merge: true });
    const plain = Buffer.byteLength(text) > limit.bytes ? undefined : tryReadPlainYaml(text, limit);
    if (plain !== undefined) return new RuleFileSource(path, plain.value, read);
    const file = read();
    return new RuleFileSource(path, file.value, read, file);
  }

  /** Of values that were found right before; there is no text to point at any more. */
  static checked(path: string, value: unknown): RuleFileSource {
    const read = () => {
      throw new Error(`a rule of ${path} was right when it was kept, and is not any more`);
    };
    return new RuleFileSource(path, value, read, undefined, true);
  }

  /** `file:line:column` of the value at `path`, or of its key. */
  place(path: YamlPath, part: "key" | "value" = "value"): string {
    this.#file ??= this.#read();
    const { line, column } = this.#file.positionOf(path, part);
    return `${this.path}:${line}:${column}`;
  }
}

/** A part of a file that has a subject: the file itself, or one unit in it. */
export class RuleSource {
  readonly #file: RuleFileSource;
  readonly #root: YamlPath;
  readonly #subject: string;

  /** @param subject begins each complaint, such as "unit `Name`: "; empty for the file itself. */
  constructor(file: RuleFileSource, root: YamlPath, subject: string) {
    this.#file = file;
    this.#root = root;
    this.#subject = subject;
  }

  /** See {@link RuleFileSource.isChecked}. */
  get isChecked(): boolean {
    return this.#file.isChecked;
  }

  /** @param path from the root of this part. */
  place(path: YamlPath, part: "key" | "value" = "value"): string {
    return this.#file.place([...this.#root, ...path], part);
  }

  invalid(path: YamlPath, what: string, cause?: unknown): InvalidRule {
    return new InvalidRule(this.place(path), this.#subject + what, cause);
  }

  /** What stands at `path`, as a complaint names it. */
  nameOf(path: YamlPath): string {
    if (path.length > 0) return spell(path);
    return this.#root.length === 0 ? "the file" : "the unit";
  }

  unknownKey(path: YamlPath): InvalidRule {
    return new InvalidRule(this.place(path, "key"), `${this.#subject}unknown key ${spell(path)}`);
  }
}

/** A path as a reader sees it, such as `run.justification[0].link`. */
export function spell(path: YamlPath): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return quoted(text.replace(/^\./, ""));
}
