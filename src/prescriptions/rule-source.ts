/** Where a rule stands in its file, so that every complaint about it can point there. */

import { quoted, type YamlFile, type YamlPath } from "../base/index.ts";
import { InvalidRule, RuleNotCovered } from "./rule-errors.ts";

/** One YAML file of rules. */
export class RuleFileSource {
  readonly path: string;
  readonly file: YamlFile;

  constructor(path: string, file: YamlFile) {
    this.path = path;
    this.file = file;
  }

  /** `file:line:column` of the value at `path`, or of its key. */
  place(path: YamlPath, part: "key" | "value" = "value"): string {
    const { line, column } = this.file.positionOf(path, part);
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

  /** @param what names it, such as "`labels`" */
  notCovered(path: YamlPath, what: string = spell(path)): RuleNotCovered {
    return new RuleNotCovered(this.place(path, "key"), this.#subject + what);
  }
}

/** A path as a reader sees it, such as `run.justification[0].link`. */
export function spell(path: YamlPath): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return quoted(text.replace(/^\./, ""));
}
