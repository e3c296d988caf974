/**
 * How large and how deep what comes from outside may be, in one place. A limit is generous for honest input and small
 * enough that hostile input costs a sentence, not a process. What bounds one value, such as the digits of a number or
 * the parentheses of a marker, stands with the grammar of that value.
 */

import { UserError } from "./user-error.ts";

const KB = 1024;
const MB = 1024 * KB;

/** How large one kind of input may be. Bytes are counted before decoding. */
export interface Limit {
  readonly bytes: number;
}

/** The same of a format that nests; `checkDepth` counts its levels before any parser runs. */
export interface NestedLimit extends Limit {
  readonly depth: number;
}

/** Inputs by kind. Every one has a test at its limit and one past it. */
export const limits = {
  /** `.thoth.yaml`; `keys` counts the keys of all mappings, `projects` what is advised in one repository. */
  configuration: { bytes: 256 * KB, depth: 20, keys: 2_000, environments: 50, projects: 50 },
  /** Pipfile. */
  manifest: { bytes: 1 * MB, depth: 20, requirements: 5_000, sources: 100 },
  /** One requirements file, which may be a lock; `lines` and `files` count those of all that it includes, `depth` how far includes nest. */
  requirements: { bytes: 20 * MB, lines: 20_000, files: 50, depth: 10 },
  /** A file that says which Python a project runs, such as a Dockerfile. */
  pythonFile: { bytes: 256 * KB },
  /** A notebook with its outputs. */
  notebook: { bytes: 10 * MB, depth: 100 },
  /** One file of Python, or the code of a notebook; `files` and `allBytes` count those of a repository together. */
  source: { bytes: 512 * KB, files: 5_000, allBytes: 64 * MB },
  lock: { bytes: 20 * MB, depth: 20, packages: 10_000, hashesPerPackage: 2_000 },
  /** What git says at once of a repository, and the files of one commit. */
  repository: { bytes: 256 * MB, files: 500_000 },
  /** All files of a commit as a host packs them; `unpacked` counts the bytes that come out of it. */
  archive: { bytes: 64 * MB, unpacked: 256 * MB },
  indexPage: { bytes: 32 * MB, depth: 20, files: 20_000 },
  metadata: { bytes: 4 * MB, requirements: 5_000 },
  /** What an index says of the origin of one file; `statement` is the longest signed text in it. PEP 740. */
  provenance: { bytes: 2 * MB, depth: 24, attestations: 50, statement: 256 * KB },
  /** The central directory and the METADATA member of a wheel, read by range. */
  wheelRange: { bytes: 8 * MB },
  /** What is read of an sdist, before and after decompression; `depth` is that of its pyproject.toml. */
  sdist: { bytes: 20 * MB, depth: 20 },
  /** One file of rules; `files`, `units` and `allBytes` count those of all sources together. */
  prescription: { bytes: 1 * MB, depth: 20, keys: 50_000, files: 250_000, units: 150_000, allBytes: 128 * MB },
  knowledgeManifest: { bytes: 256 * KB, depth: 20, parts: 100 },
  /** A knowledge part after decompression. */
  knowledge: { bytes: 256 * MB, depth: 32 },
  /** One record of an advisory database; `files` and `allBytes` count those of the whole database, packed or not. */
  advisory: { bytes: 4 * MB, depth: 32, keys: 50_000, files: 400_000, allBytes: 512 * MB },
  /** What a tool found in a container image: of large ones it lists some ten thousand files. */
  billOfMaterials: { bytes: 64 * MB, depth: 32, components: 200_000 },
  /** A frozen index snapshot after decompression. */
  snapshot: { bytes: 512 * MB, depth: 32 },
} as const satisfies Record<string, Limit & Record<string, number>>;

/** Input past its size limit. */
export class InputTooLarge extends UserError {
  readonly code = "INPUT_TOO_LARGE";
  constructor(place: string, what: string, count: number, limit: number) {
    super(`${place}: ${count} ${what}, and at most ${limit} are read`);
  }
}

/** Refuses `bytes` past `limit.bytes`, before anything looks inside. @throws {InputTooLarge} */
export function checkBytes(place: string, bytes: number, limit: Limit): void {
  if (bytes > limit.bytes) throw new InputTooLarge(place, "bytes", bytes, limit.bytes);
}

/** Refuses more than `limit` of something countable in `place`. @throws {InputTooLarge} */
export function checkCount(place: string, what: string, count: number, limit: number): void {
  if (count > limit) throw new InputTooLarge(place, what, count, limit);
}
