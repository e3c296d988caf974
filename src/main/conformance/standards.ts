/**
 * The door to `src/python/`: one question about a standard, one answer. Answers are those of `packaging` 26.3, whose
 * functions the operations are named after.
 */

import { UserError } from "../../base/index.ts";
import { markerEnvironment } from "../../environments/index.ts";
import {
  type ExtraName,
  InvalidVersion,
  Marker,
  Requirement,
  SpecifierSet,
  Version,
  normalizeName,
  parseSdistName,
  parseWheelName,
} from "../../python/index.ts";

/** What a question says in place of the environment's variables that it leaves out: CPython 3.12.0 on Linux. */
export const defaultEnvironment = markerEnvironment({
  pythonVersion: "3.12",
  pythonFullVersion: "3.12.0",
  platform: "linux-x86_64",
});

/** A question that is not one: no JSON, an unknown operation, or a field of the wrong kind. */
class InvalidQuestion extends UserError {
  readonly code = "INVALID_QUESTION";
}

/** The fields of one question. */
type Question = Readonly<Record<string, unknown>>;

/** One row per operation. Bigints in an answer are written as JSON numbers, digit by digit. */
const operations: Readonly<Record<string, (question: Question) => unknown>> = {
  version: (question) => Version.parse(text(question, "text")).normalized,
  compare: (question) =>
    Math.sign(Version.compare(Version.parse(text(question, "a")), Version.parse(text(question, "b")))),
  contains: answerContains,
  filter: answerFilter,
  marker: answerMarker,
  requirement: answerRequirement,
  wheel: answerWheel,
  sdist: answerSdist,
  name: (question) => normalizeName(text(question, "text")),
};

/** @param line one question as JSON. Gives `{"result": …}` or `{"error": "…"}` as JSON. */
export function answerStandards(line: string): string {
  try {
    const question = readQuestion(line);
    const operation = text(question, "op");
    const answer = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (answer === undefined) throw new InvalidQuestion(`there is no operation \`${operation}\``);
    return `{"result":${formatJson(answer(question))}}`;
  } catch (error) {
    if (error instanceof UserError) return JSON.stringify({ error: error.message });
    throw error;
  }
}

function readQuestion(line: string): Question {
  try {
    const question: unknown = JSON.parse(line);
    if (isRecord(question)) return question;
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidQuestion(`not JSON: ${error.message}`, { cause: error });
    throw error;
  }
  throw new InvalidQuestion("a question is a JSON object");
}

function answerContains(question: Question): boolean {
  const specifier = SpecifierSet.parse(text(question, "specifier"));
  return specifier.contains(anyVersion(text(question, "version")), { prereleases: choice(question) });
}

function answerFilter(question: Question): string[] {
  const specifier = SpecifierSet.parse(text(question, "specifier"));
  const versions = texts(question, "versions").map((written) => ({ written, version: anyVersion(written) }));
  const left = specifier.filter(versions, { version: (item) => item.version, prereleases: choice(question) });
  return left.map((item) => item.written);
}

function answerMarker(question: Question): boolean {
  const environment = question["environment"] ?? {};
  if (!isRecord(environment)) throw new InvalidQuestion("`environment` is no object");
  const values = Object.fromEntries(Object.keys(environment).map((key) => [key, text(environment, key)]));
  const extras = texts(question, "extras").map(normalizeName) as ExtraName[];
  return Marker.parse(text(question, "marker")).evaluate({ ...defaultEnvironment, ...values }, extras);
}

function answerRequirement(question: Question): unknown {
  const requirement = Requirement.parse(text(question, "text"));
  return {
    name: requirement.name,
    extras: requirement.extras,
    specifier: requirement.specifier.sorted().map(String),
    url: requirement.url ?? null,
    marker: requirement.marker?.toString() ?? null,
  };
}

function answerWheel(question: Question): unknown {
  const { name, version, build, tags } = parseWheelName(text(question, "filename"));
  return { name, version: version.normalized, build: build ?? [], tags };
}

function answerSdist(question: Question): string[] {
  const { name, version } = parseSdistName(text(question, "filename"));
  return [name, version.normalized];
}

/** A version, or the text itself where it is none: specifiers have an answer for that too. */
function anyVersion(written: string): Version | string {
  try {
    return Version.parse(written);
  } catch (error) {
    if (error instanceof InvalidVersion) return written;
    throw error;
  }
}

function text(question: Question, key: string): string {
  const value = question[key];
  if (typeof value !== "string") throw new InvalidQuestion(`\`${key}\` is no text`);
  return value;
}

function texts(question: Question, key: string): string[] {
  const value = question[key] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw new InvalidQuestion(`\`${key}\` is no list of texts`);
  }
  return value;
}

function choice(question: Question): boolean | undefined {
  const value = question["prereleases"] ?? undefined;
  if (value !== undefined && typeof value !== "boolean")
    throw new InvalidQuestion("`prereleases` is neither null nor a boolean");
  return value;
}

function isRecord(value: unknown): value is Question {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON with bigints as numbers, which `JSON.stringify` refuses. */
function formatJson(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(formatJson).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${formatJson(item)}`)
    .join(",")}}`;
}
