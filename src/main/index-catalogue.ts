/**
 * The operator's catalogue of indexes, `indexes.yaml`: builds for particular hardware, which may be offered for the
 * packages that it lists where an environment states that hardware. It is read at the start, and a mistake in it is one
 * of the start.
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
  readYaml,
  UserError,
  type YamlFile,
} from "../base/index.ts";
import { packageName } from "../python/index.ts";

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
      gpu_model: Type.Optional(Words),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
});

const Catalogue = closed({ indexes: Type.Array(Entry) });
const catalogue = Compile(Catalogue);

/** @throws {UserError} naming the file. */
export async function readCatalogue(path: string, signal: AbortSignal): Promise<readonly CatalogueIndex[]> {
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new InvalidCatalogue(path, "cannot be read", cause);
  });
  checkBytes(path, bytes.length, limits.configuration);
  return parseCatalogue(path, decodeUtf8(path, bytes));
}

/** In the order of the file. @throws {UserError} naming line and column. */
export function parseCatalogue(place: string, text: string): readonly CatalogueIndex[] {
  const file = readYaml(place, text, limits.configuration);
  const { value } = file;
  if (!catalogue.Check(value)) throw mistake(place, file, value);
  const names = value.indexes.map(({ name }) => name);
  for (const [i, name] of names.entries())
    if (names.indexOf(name) < i)
      throw new InvalidCatalogue(at(place, file, ["indexes", i, "name"]), `\`${name}\` stands twice`);
  return value.indexes.map((entry, i) => ({
    name: entry.name,
    url: entry.url,
    verify: true,
    packages: new Set(entry.packages.map(packageName)),
    needs: readNeeds(file, i, entry.needs),
  }));
}

function readNeeds(file: YamlFile, i: number, needs: Static<typeof Entry>["needs"]): HardwareNeeds {
  const written = needs.cuda_version?.map((version, k) => {
    return file.textOf(["indexes", i, "needs", "cuda_version", k]) ?? String(version);
  });
  return {
    ...(written && { cudaVersion: written }),
    ...(needs.cpu_family && { cpuFamily: needs.cpu_family }),
    ...(needs.cpu_model && { cpuModel: needs.cpu_model }),
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
