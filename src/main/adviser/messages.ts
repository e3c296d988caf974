/**
 * What crosses between the worker and the process that looks into files. The worker believes none of it before it has the
 * right shape; what the answer means for a repository is limited to the files of locks.
 */

import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

import {
  AdviceSchema,
  type HardwareNeeds,
  type IndexSetting,
  type ProjectAdvice,
  type Urgency,
} from "../../advise/index.ts";
import type { Message, Received } from "../../adapters/child/index.ts";
import { firstMistake, limits, quoted } from "../../base/index.ts";
import type { Wire } from "../../package-index/index.ts";
import {
  isProjectFile,
  leftOutReasons,
  type RepositoryProjects,
  type ThothConfiguration,
} from "../../project/index.ts";
import { packageName } from "../../python/index.ts";
import type { IndexCatalogue } from "../index-catalogue.ts";
import type { CompiledSource } from "../rules/open-rules.ts";
import type { SealSettings } from "../repository-credentials.ts";
import type { ServiceIndexes } from "../services.ts";

/** What the process starts with, from a worker that it trusts: all that a service knows of indexes but its secrets. */
export type Opening =
  /** The shipped, dated indexes answer. */
  | { readonly kind: "shipped" }
  /** The worker asks indexes for it. */
  | {
      readonly kind: "service";
      readonly indexes: readonly (IndexSetting & {
        readonly packages: readonly string[];
        readonly needs: HardwareNeeds;
      })[];
      readonly mirrors: readonly MirrorData[];
      /** Where credentials of the operator go to. */
      readonly scopes: readonly string[];
      /** Whether sealed credentials can be opened, and where the key to seal with is. */
      readonly seals: boolean;
      readonly sealUrl?: string | undefined;
    };

interface MirrorData {
  readonly of: string;
  readonly at: string;
  readonly files: { readonly at: string; readonly of: string } | undefined;
}

/** In the worker. */
export function tellOpening({ indexes, mirrors, credentials }: IndexCatalogue, { keys, url }: SealSettings): Opening {
  return {
    kind: "service",
    indexes: indexes.map((index) => ({ ...index, packages: [...index.packages] })),
    mirrors: mirrors.map(({ of, at, files }) => ({
      of: of.href,
      at: at.href,
      files: files && { at: files.at.href, of: files.of.href },
    })),
    scopes: credentials.map(({ scope }) => scope.href),
    seals: keys !== undefined,
    sealUrl: url,
  };
}

/** What the process is told first: what it works with, and the rules in a row of bytes. @param knowledge a folder. */
export function tellStart(opening: Opening, rules: readonly CompiledSource[], knowledge?: string): Message {
  const rows = rules.map(({ bytes, ...rule }): RuleRow => ({ ...rule, length: bytes.length }));
  return { value: { opening, rules: rows, knowledge }, bytes: Buffer.concat(rules.map(({ bytes }) => bytes)) };
}

/** In the process, which trusts the worker. */
export function readStart({ value, bytes }: Received): {
  readonly opening: Opening;
  readonly rules: readonly CompiledSource[];
  readonly knowledge: string | undefined;
} {
  const { opening, rules, knowledge } = value as {
    readonly opening: Opening;
    readonly rules: readonly RuleRow[];
    readonly knowledge?: string;
  };
  let at = 0;
  return {
    opening,
    knowledge,
    rules: rules.map(({ length, ...rule }) => ({ ...rule, bytes: bytes.subarray(at, (at += length)) })),
  };
}

type RuleRow = Omit<CompiledSource, "bytes"> & { readonly length: number };

/** In the process, whose credentials have no user and no password. */
export function readOpening(opening: Opening, wire: Wire): "shipped" | ServiceIndexes {
  if (opening.kind === "shipped") return "shipped";
  const { indexes, mirrors, scopes, seals, sealUrl: url } = opening;
  return {
    wire,
    seal: { keys: seals ? "elsewhere" : undefined, url },
    catalogue: {
      indexes: indexes.map((index) => ({ ...index, packages: new Set(index.packages.map(packageName)) })),
      mirrors: mirrors.map(({ of, at, files }) => ({
        of: new URL(of),
        at: new URL(at),
        files: files && { at: new URL(files.at), of: new URL(files.of) },
      })),
      credentials: scopes.map((scope) => ({ scope: new URL(scope), user: "", password: "" })),
    },
  };
}

const Path = Type.String({ maxLength: 4_096 });
const Address = Type.Refine(Type.String({ maxLength: 16_384 }), (text) => URL.canParse(text));

/** As in `IndexCredentials`, apart from those that are known. */
const Credentials = Type.Union([
  Type.Object({
    kind: Type.Literal("sealed"),
    scope: Address,
    index: Type.String(),
    entry: Type.Object({ place: Type.String(), index: Type.String(), for: Type.String(), sealed: Type.String() }),
  }),
  Type.Object({ kind: Type.Literal("kept"), scope: Address }),
]);

const FetchQuestion = Type.Object({
  url: Address,
  headers: Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 16_384 })),
  /** Nothing of an index is longer than a page of it may be. */
  limit: Type.Integer({ minimum: 0, maximum: limits.indexPage.bytes }),
  credentials: Type.Optional(Credentials),
});

export type FetchQuestion = Static<typeof FetchQuestion>;

/** Of a repository: its locks may be longest, and a requirements file may be one. */
const longestFile = Math.max(limits.lock.bytes, limits.requirements.bytes);

/** What the process asks of the worker, which holds no more for it than is allowed here. */
export const questions = {
  readFile: Compile(
    Type.Object({
      path: Path,
      bytes: Type.Integer({ minimum: 0, maximum: longestFile }),
      isBefore: Type.Boolean(),
    }),
  ),
  fetch: Compile(FetchQuestion),
};

const File = Type.Object({ path: Type.String(), text: Type.String() });
const Branch = Type.String({ pattern: "^thoth/[A-Za-z0-9._-]{1,120}$" });

const Plan = Type.Union([
  Type.Object({
    kind: Type.Literal("change"),
    branch: Branch,
    title: Type.String(),
    commitMessage: Type.String(),
    files: Type.Array(File, { minItems: 1 }),
    body: Type.String(),
    checkPage: Type.String(),
    details: Type.String(),
    comment: Type.String(),
  }),
  Type.Object({
    kind: Type.Literal("nothing"),
    branch: Branch,
    reason: Type.String(),
    body: Type.String(),
    checkPage: Type.String(),
    details: Type.String(),
  }),
]);

const answers = {
  managers: Compile(
    Type.Array(
      Type.Object({
        name: Type.String(),
        enabled: Type.Optional(Type.Unknown()),
        configuration: Type.Optional(Type.Unknown()),
      }),
    ),
  ),
  advise: Compile(
    Type.Object({
      environments: Type.Array(
        Type.Object({
          advice: AdviceSchema,
          oldLock: Type.Optional(Type.String()),
          notebook: Type.Optional(Type.String()),
          moved: Type.Optional(File),
        }),
        { minItems: 1 },
      ),
      plan: Plan,
    }),
  ),
  projects: Compile(
    Type.Object({
      places: Type.Array(
        Type.Object({
          folder: Path,
          notebook: Type.Optional(Path),
          hasOverlays: Type.Boolean(),
        }),
        { minItems: 1, maxItems: limits.configuration.projects },
      ),
      leftOut: Type.Array(Type.Object({ path: Type.String(), reason: Type.Enum([...leftOutReasons]) })),
      notes: Type.Array(Type.String()),
    }),
  ),
  survey: Compile(Type.Union([0, 1, 2, 3, 4].map((urgency) => Type.Literal(urgency)))),
};

/** @throws {Error} for what is no such answer. */
export function readManagers(value: unknown): ThothConfiguration["managers"] {
  if (!answers.managers.Check(value)) throw new Error("the answer is no list of managers");
  return value as ThothConfiguration["managers"];
}

/** @throws {Error} for what is no such answer. */
export function readProjectsFound(value: unknown): RepositoryProjects {
  if (!answers.projects.Check(value)) throw new Error("the answer is no list of projects");
  const places = value.places.map(({ notebook, ...place }) => ({ ...place, notebook }));
  return { ...value, places };
}

/** @throws {Error} for what is no such answer. */
export function readUrgency(value: unknown): Urgency {
  if (!answers.survey.Check(value)) throw new Error("the answer is no urgency");
  return value as Urgency;
}

/** @throws {Error} for what is no advice, or would write another file than those that say what a project requires. */
export function readAdvice(value: unknown): ProjectAdvice {
  if (!answers.advise.Check(value)) throw new Error(`the answer is no advice: ${firstMistake(answers.advise, value)}`);
  const { environments, plan } = value;
  const ours = new Set(environments.flatMap(({ advice, moved }) => [advice.lock_path, moved?.path]));
  const written = plan.kind === "change" ? plan.files.map(({ path }) => path) : [];
  const foreign = written.find((path) => !ours.has(path) || !mayBeWritten(path));
  if (foreign !== undefined) throw new Error(`the advice would write ${quoted(foreign)}, which is no lock`);
  // Words of a plan are a kind of text of their own, which is lost on the way.
  return value as unknown as ProjectAdvice;
}

/** A lock, what makes room for one, or a notebook that holds one. */
function mayBeWritten(path: string): boolean {
  return (path !== ".thoth.yaml" && isProjectFile(path)) || path.endsWith(".ipynb");
}
