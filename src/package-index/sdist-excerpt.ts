/** The few files of an sdist that tell what it requires, and where they lie: the rest is never looked at. */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { normalizeName, type PackageName } from "../python/index.ts";
import { UnreadableArchive } from "./ranged-file.ts";

const Excerpt = Type.Object(
  {
    /** The files as text, where they were found. */
    pkgInfo: Type.Optional(Type.String()),
    /** The copy of PKG-INFO in `.egg-info`; some archives have no other. */
    eggInfo: Type.Optional(Type.String()),
    pyproject: Type.Optional(Type.String()),
    requiresTxt: Type.Optional(Type.String()),
    /** Whether setup.py or setup.cfg speaks of requirements of its own. */
    isScripted: Type.Boolean(),
    /** Whether the archive was read to its end: what was not found is not there. */
    isComplete: Type.Boolean(),
  },
  { additionalProperties: false },
);

const schema = Compile(Excerpt);

export type SdistExcerpt = Static<typeof Excerpt>;

/** A file that is kept as text, or looked at as `setup`. */
export type SdistFile = Exclude<keyof SdistExcerpt, "isComplete" | "isScripted"> | "setup";

export function formatExcerpt(excerpt: SdistExcerpt): Buffer {
  return Buffer.from(JSON.stringify(excerpt));
}

/** Undefined for what {@link formatExcerpt} did not write. */
export function tryParseExcerpt(bytes: Buffer): SdistExcerpt | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return schema.Check(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Which file of an excerpt a member is. Everything lies in one folder at the top, as PEP 517 has it, though old archives
 * may have none; setuptools writes its `.egg-info` there or beside the sources one folder below.
 *
 * @throws {UnreadableArchive} for a path that leads out of the archive.
 */
export function sdistFile(path: string, name: PackageName): SdistFile | undefined {
  const steps = stepsOf(path);
  const file = steps.pop();
  if (steps.length <= 3 && isEggInfo(steps.at(-1), name)) {
    if (file === "PKG-INFO") return "eggInfo";
    return file === "requires.txt" ? "requiresTxt" : undefined;
  }
  if (steps.length > 1) return undefined;
  if (file === "PKG-INFO") return "pkgInfo";
  if (file === "setup.py" || file === "setup.cfg") return "setup";
  return file === "pyproject.toml" ? "pyproject" : undefined;
}

/** Whether the member at `path` is a folder that holds files of an excerpt, or should be one. @throws what {@link sdistFile} throws. */
export function isEggInfoFolder(path: string, name: PackageName): boolean {
  const steps = stepsOf(path);
  return steps.length <= 3 && isEggInfo(steps.at(-1), name);
}

function isEggInfo(folder: string | undefined, name: PackageName): boolean {
  return folder?.endsWith(".egg-info") === true && normalizeName(folder.slice(0, -".egg-info".length)) === name;
}

function stepsOf(path: string): string[] {
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  if (path.startsWith("/") || steps.includes("..")) throw new UnreadableArchive("it holds a path that leads out of it");
  return steps;
}

/** Collects an excerpt, member by member. */
export class ExcerptBuilder {
  readonly #files: { [File in Exclude<SdistFile, "setup">]?: string } = {};
  #isScripted = false;

  /** @throws {UnreadableArchive} where the archive has the file twice and they differ. */
  add(file: SdistFile, content: Buffer): void {
    const text = content.toString("utf8");
    if (file === "setup") {
      this.#isScripted ||= /install_requires|extras_require/.test(text);
      return;
    }
    const known = this.#files[file];
    if (known !== undefined && known !== text) throw new UnreadableArchive(`it has more than one ${titles[file]}`);
    this.#files[file] = text;
  }

  excerpt(isComplete: boolean): SdistExcerpt {
    return { ...this.#files, isScripted: this.#isScripted, isComplete };
  }
}

/** As they are called in the archive. */
export const titles: { readonly [File in SdistFile]: string } = {
  pkgInfo: "PKG-INFO",
  eggInfo: "PKG-INFO in `.egg-info`",
  pyproject: "pyproject.toml",
  requiresTxt: "requires.txt",
  setup: "setup.py or setup.cfg",
};
