/**
 * The `[project]` table of an sdist's pyproject.toml, where it says all that a build could say. PEP 621: a field that is
 * neither given nor listed in `dynamic` is empty, and no build may fill it.
 */

import { parse, TomlError } from "smol-toml";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { checkBytes, checkDepth, checkDigits, limits, UserError } from "../base/index.ts";
import { normalizeName, Version } from "../python/index.ts";
import type { Candidate } from "../ports/index.ts";
import { conditionalRequirement, extraMarker } from "./conditional-requirement.ts";
import type { RawMetadata } from "./release-metadata.ts";

const Texts = Type.Array(Type.String());

const Pyproject = Type.Object({
  project: Type.Object({
    name: Type.String(),
    version: Type.Optional(Type.String()),
    "requires-python": Type.Optional(Type.String()),
    dependencies: Type.Optional(Texts),
    "optional-dependencies": Type.Optional(Type.Record(Type.String(), Texts)),
    dynamic: Type.Optional(Texts),
  }),
  tool: Type.Optional(
    Type.Object({ poetry: Type.Optional(Type.Object({ dependencies: Type.Optional(Type.Unknown()) })) }),
  ),
});

type Project = Static<typeof Pyproject>["project"];

const schema = Compile(Pyproject);

/** What decides about requirements. */
const decisive = ["dependencies", "optional-dependencies", "requires-python"];

/**
 * Undefined where a build would decide, or where it is not about `candidate`. The same for what cannot be read: PKG-INFO
 * may still tell.
 */
export function staticProject(candidate: Candidate, text: string): RawMetadata | undefined {
  const document = tryParseToml(text);
  if (!schema.Check(document)) return undefined;
  const { project, tool } = document;
  // Poetry before version 2 has a table of its own, and takes no notice of `[project]`.
  if (tool?.poetry?.dependencies !== undefined) return undefined;
  if (project.dynamic?.some((field) => decisive.includes(field))) return undefined;
  return isAbout(candidate, project) ? rawMetadata(project) : undefined;
}

function tryParseToml(text: string): unknown {
  const place = "pyproject.toml";
  try {
    checkBytes(place, Buffer.byteLength(text), limits.metadata);
    checkDepth(place, text, "toml", limits.sdist);
    checkDigits(place, text);
    return parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (error instanceof TomlError || error instanceof UserError) return undefined;
    throw error;
  }
}

function isAbout({ name, version }: Candidate, project: Project): boolean {
  if (normalizeName(project.name) !== name) return false;
  if (project.version === undefined) return true;
  const stated = Version.tryParse(project.version);
  return stated !== undefined && Version.equal(stated, version);
}

function rawMetadata(project: Project): RawMetadata | undefined {
  const optional = Object.entries(project["optional-dependencies"] ?? {}).map(
    ([extra, requires]) => [normalizeName(extra), requires] as const,
  );
  if (optional.some(([extra]) => !/^[a-z0-9-]+$/.test(extra))) return undefined;
  return {
    requires: [
      ...(project.dependencies ?? []),
      ...optional.flatMap(([extra, requires]) =>
        requires.map((line) => conditionalRequirement(line, extraMarker(extra))),
      ),
    ],
    requiresPython: project["requires-python"] ?? "",
    extras: optional.map(([extra]) => extra),
  };
}
