/**
 * Which Python the image of a Dockerfile brings. Only the last stage counts, since that is what runs; where it builds on
 * an earlier stage, that one does.
 *
 * Surprises: a `\` at the end continues a line, unless a directive at the top names another sign, and comments may stand
 * between the parts; an image whose name holds a variable says nothing, for the default of an `ARG` may be overridden.
 */

import { type PythonStatement, pythonStatement } from "./python-statement.ts";

/** One instruction, continued lines joined. */
interface Instruction {
  readonly line: number;
  readonly column: number;
  readonly words: readonly string[];
}

/** A `FROM`. */
interface Stage extends Pick<Instruction, "line" | "column"> {
  readonly image: string;
  readonly name: string | undefined;
}

/** Undefined where the last stage's image is none that is known to bring a Python. */
export function readDockerfilePython(place: string, text: string): PythonStatement | undefined {
  const stages = [...readInstructions(text)].flatMap(readStage);
  const base = baseStage(stages);
  if (base === undefined) return undefined;
  const version = pythonOfImage(base.image);
  return version === undefined
    ? undefined
    : pythonStatement(`${place}:${base.line}:${base.column}`, base.image, version);
}

/** The stage that the last one starts from, by name of stages. A name means an earlier stage only, so this ends. */
function baseStage(stages: readonly Stage[]): Stage | undefined {
  let index = stages.length - 1;
  for (;;) {
    const stage = stages[index];
    const earlier = stages
      .slice(0, Math.max(index, 0))
      .findLastIndex(({ name }) => name === stage?.image.toLowerCase());
    if (earlier === -1) return stage;
    index = earlier;
  }
}

function readStage({ words, line, column }: Instruction): readonly Stage[] {
  const [instruction = "", ...rest] = words;
  if (instruction.toUpperCase() !== "FROM") return [];
  const [image, as, name] = rest.filter((word) => !word.startsWith("--"));
  if (image === undefined) return [];
  return [{ line, column, image, name: as?.toUpperCase() === "AS" ? name?.toLowerCase() : undefined }];
}

function* readInstructions(text: string): Iterable<Instruction> {
  const escape = /^#\s*escape\s*=\s*`\s*$/im.test(text.split("\n", 3).join("\n")) ? "`" : "\\";
  let open: { line: number; column: number; parts: string[] } | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, " ")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    open ??= { line: index + 1, column: raw.length - raw.trimStart().length + 1, parts: [] };
    open.parts.push(line.endsWith(escape) ? line.slice(0, -1) : line);
    if (line.endsWith(escape)) continue;
    yield { line: open.line, column: open.column, words: open.parts.join(" ").trim().split(/\s+/) };
    open = undefined;
  }
}

/**
 * The version in an image's name: `python:3.12-slim`, `ubi9/python-311`, `astral-sh/uv:python3.12-bookworm`. A tag such as
 * `latest` or `3` names none.
 */
function pythonOfImage(image: string): string | undefined {
  if (image.includes("$")) return undefined;
  const [path = ""] = image.split("@", 1);
  const last = path.slice(path.lastIndexOf("/") + 1);
  const [name = "", tag = ""] = last.split(":", 2);
  const redHat = /^python-3(\d{1,2})$/.exec(name)?.[1];
  if (redHat !== undefined) return `3.${redHat}`;
  const version = /(?:^|[.-])(?:python)?(3\.\d{1,2}(?:\.\d{1,2})?)(?![.\d])/;
  if (name === "python") return /^(?:2\.7|3\.\d{1,2})(\.\d{1,2})?(?![.\d])/.exec(tag)?.[0];
  return tag.includes("python3.") ? version.exec(tag)?.[1] : undefined;
}
