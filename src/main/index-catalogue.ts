/**
 * The operator's catalogue of indexes, `indexes.yaml`: builds for particular hardware, which may be offered for the
 * packages that it lists where an environment states that hardware; mirrors, which stand in for indexes; and credentials
 * that go to an address. It is read at the start, and a mistake in it is one of the start.
 */

import { readFile } from "node:fs/promises";

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";

import type { CatalogueIndex, HardwareNeeds } from "../advise/index.ts";
import {
  checkBytes,
  closed,
  decodeUtf8,
  firstMistake,
  limits,
  oneOf,
  readYaml,
  UserError,
  type YamlFile,
} from "../base/index.ts";
import { cpuFlags } from "../environments/index.ts";
import { packageName } from "../python/index.ts";
import type { CredentialRule, IndexAccess, MirrorRule } from "./index-access.ts";

/** A catalogue that cannot be read, or says something it cannot say. */
export class InvalidCatalogue extends UserError {
  readonly code = "INVALID_INDEX_CATALOGUE";
  constructor(place: string, what: string, cause?: unknown) {
    super(`${place}: ${what}`, { cause });
  }
}

const Numbers = Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1 });
const Words = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1 });

const Entry = closed({
  name: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" }),
  /** The root of its simple API. */
  url: Type.String({ pattern: "^https?://[^@]+$" }),
  packages: Type.Array(Type.String({ pattern: "^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$" }), { minItems: 1 }),
  needs: Type.Object(
    {
      /** A version without quotes is a number to YAML; what counts is how it is written. */
      cuda_version: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 1 })),
      cpu_family: Type.Optional(Numbers),
      cpu_model: Type.Optional(Numbers),
      /** All of them; told by family and model of the processor. */
      cpu_flags: Type.Optional(Type.Array(oneOf(cpuFlags), { minItems: 1 })),
      gpu_model: Type.Optional(Words),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
});

/** The same without a user name, a query or a fragment. */
const Root = Type.String({ pattern: "^https?://[^@?#]+$" });

const MirrorEntry = closed({
  /** The root of the index that is meant. */
  of: Root,
  /** The root that is asked in its place. */
  url: Root,
  /** Where its files lie, and where those of the index lie. */
  files: Type.Optional(closed({ at: Root, of: Root })),
});

const CredentialsEntry = closed({
  url: Type.String({ pattern: "^https://[^@?#]+$" }),
  user: Type.String({ minLength: 1 }),
  /** The name of an environment variable: the file itself holds no secret. */
  password_variable: Type.String({ pattern: "^[A-Za-z_][A-Za-z0-9_]*$" }),
});

const Catalogue = closed({
  indexes: Type.Optional(Type.Array(Entry)),
  mirrors: Type.Optional(Type.Array(MirrorEntry)),
  credentials: Type.Optional(Type.Array(CredentialsEntry)),
});

export interface IndexCatalogue extends IndexAccess {
  /** In the order of the file. */
  readonly indexes: readonly CatalogueIndex[];
}

/** What holds without a catalogue. */
export const emptyCatalogue: IndexCatalogue = { indexes: [], mirrors: [], credentials: [] };

type Environment = Readonly<Record<string, string | undefined>>;

const catalogue = Compile(Catalogue);

/** @param environment holds the passwords. @throws {UserError} naming the file. */
export async function readCatalogue(
  path: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<IndexCatalogue> {
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new InvalidCatalogue(path, "cannot be read", cause);
  });
  checkBytes(path, bytes.length, limits.configuration);
  return parseCatalogue(path, decodeUtf8(path, bytes), environment);
}

/** @throws {UserError} naming line and column. */
export function parseCatalogue(place: string, text: string, environment: Environment): IndexCatalogue {
  const file = readYaml(place, text, limits.configuration);
  const { value } = file;
  if (!catalogue.Check(value)) throw mistake(place, file, value);
  const { indexes = [], mirrors = [], credentials = [] } = value;
  const refuse = (path: readonly (string | number)[], what: string) =>
    new InvalidCatalogue(at(place, file, path), what);
  refuseRepeated(indexes, "name", (i, name) => refuse(["indexes", i, "name"], `\`${name}\` stands twice`));
  refuseRepeated(mirrors, "of", (i, of) => refuse(["mirrors", i, "of"], `\`${of}\` stands twice`));
  return {
    indexes: indexes.map((entry, i) => ({
      name: entry.name,
      url: entry.url,
      verify: true,
      packages: new Set(entry.packages.map(packageName)),
      needs: readNeeds(file, i, entry.needs),
    })),
    mirrors: mirrors.map((entry, i) => readMirror(entry, (key) => refuse(["mirrors", i, key], "is no URL"))),
    credentials: credentials.map((entry, i) =>
      readCredentials(entry, environment, (key, what) => refuse(["credentials", i, key], what)),
    ),
  };
}

function refuseRepeated<K extends string>(
  entries: readonly Readonly<Record<K, string>>[],
  key: K,
  refuse: (index: number, value: string) => Error,
): void {
  const values = entries.map((entry) => entry[key].replace(/\/$/, ""));
  for (const [i, value] of values.entries()) if (values.indexOf(value) < i) throw refuse(i, value);
}

function readMirror({ of, url, files }: Static<typeof MirrorEntry>, refuse: (key: string) => Error): MirrorRule {
  const root = (key: string, text: string) => folder(text) ?? raise(refuse(key));
  return {
    of: root("of", of),
    at: root("url", url),
    files: files && { at: root("files", files.at), of: root("files", files.of) },
  };
}

function readCredentials(
  { url, user, password_variable: variable }: Static<typeof CredentialsEntry>,
  environment: Environment,
  refuse: (key: string, what: string) => Error,
): CredentialRule {
  const scope = folder(url) ?? raise(refuse("url", "is no URL"));
  const password =
    environment[variable] || raise(refuse("password_variable", `the variable \`${variable}\` is not set`));
  return { scope, user, password };
}

/** The address with a slash at its end. */
function folder(text: string): URL | undefined {
  return URL.parse(text.replace(/\/?$/, "/")) ?? undefined;
}

function raise(error: Error): never {
  throw error;
}

function readNeeds(file: YamlFile, i: number, needs: Static<typeof Entry>["needs"]): HardwareNeeds {
  const written = needs.cuda_version?.map((version, k) => {
    return file.textOf(["indexes", i, "needs", "cuda_version", k]) ?? String(version);
  });
  return {
    ...(written && { cudaVersion: written }),
    ...(needs.cpu_family && { cpuFamily: needs.cpu_family }),
    ...(needs.cpu_model && { cpuModel: needs.cpu_model }),
    ...(needs.cpu_flags && { cpuFlags: needs.cpu_flags }),
    ...(needs.gpu_model && { gpuModel: needs.gpu_model }),
  };
}

function mistake(place: string, file: YamlFile, value: unknown): InvalidCatalogue {
  const pointer = catalogue.Errors(value)[0]?.instancePath ?? "";
  const path = pointer
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return new InvalidCatalogue(at(place, file, path), firstMistake(catalogue, value));
}

function at(place: string, file: YamlFile, path: readonly (string | number)[]): string {
  const { line, column } = file.positionOf(path);
  return `${place}:${line}:${column}`;
}
