/**
 * The last line of a pull request's body, which nobody sees: what the proposal was, so that it can be recognised even where
 * the store has lost it. Who can edit the body can also write to the repository, so it is not signed; it decides nothing
 * but whether something is proposed again.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";

import { tryParseRecommendationType } from "../../environments/index.ts";
import type { CommitSha } from "../../ports/index.ts";
import type { Goal } from "../../project/index.ts";
import type { Asked } from "../asked.ts";

/** An id of an advisory as a person may ask for it, and how many altogether. */
const advisoryPattern = "^[A-Za-z][A-Za-z0-9]*(?:[-:][A-Za-z0-9]+)+$";
const mostAdvisories = 40;

const MarkerSchema = Type.Object({
  head: Type.String({ pattern: "^[0-9a-f]{40,64}$" }),
  digest: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  severe: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1_000 })),
  environment: Type.Optional(Type.String({ pattern: "^[a-zA-Z0-9_-]{1,100}$" })),
  type: Type.Optional(Type.String({ maxLength: 20 })),
  goal: Type.Optional(Type.Literal("repair")),
  fix: Type.Optional(
    Type.Union([
      Type.Literal("all"),
      Type.Array(Type.String({ pattern: advisoryPattern, maxLength: 100 }), { maxItems: mostAdvisories }),
    ]),
  ),
});

export interface Marker {
  /** The commit that we left the branch at. */
  readonly head: CommitSha;
  /** Of the files proposed. */
  readonly digest: string;
  /** Ids of the severe advisories that the proposal fixes, sorted; undefined where they are too many to write down. */
  readonly severe: readonly string[] | undefined;
  /** What a person asked the proposal to be. */
  readonly asked: Asked;
}

const compiled = Compile(MarkerSchema);

const start = "<!-- thoth:1 ";
const end = " -->";

/** Longest list of ids, in characters: the body that it follows leaves about so many of those that GitHub takes. */
const longestList = 4_000;

/** `body` with the marker as its last line. All ids are told or none: a list with gaps would be taken for the whole. */
export function withMarker(body: string, marker: Marker): string {
  const { head, digest, severe } = marker;
  const { environment, recommendationType: type, goal } = marker.asked;
  const value: Static<typeof MarkerSchema> = {
    head,
    digest,
    ...(severe !== undefined && canStand(severe) && { severe: [...severe] }),
    ...(environment !== undefined && { environment }),
    ...(type !== undefined && { type }),
    ...(goal?.kind === "repair" && { goal: goal.kind }),
    ...(goal?.kind === "fix" && { fix: goal.advisories === "all" ? goal.advisories : fitting(goal.advisories) }),
  };
  return `${body.trimEnd()}\n\n${start}${JSON.stringify(value)}${end}\n`;
}

/** Those that are read again; whoever asked for more of them asks for these. */
function fitting(ids: readonly string[]): string[] {
  return ids.filter((id) => id.length <= 100 && new RegExp(advisoryPattern).test(id)).slice(0, mostAdvisories);
}

/** Whether ids can stand in a comment. */
function canStand(ids: readonly string[]): boolean {
  const isPlain = ids.every((id) => id.length <= 100 && /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/i.test(id));
  return isPlain && JSON.stringify(ids).length <= longestList;
}

/** The marker on the last line of `body`, or undefined where there is none that can be read. */
export function tryParseMarker(body: string): Marker | undefined {
  const line = body.trimEnd().split("\n").at(-1) ?? "";
  if (!line.startsWith(start) || !line.endsWith(end)) return undefined;
  const value = tryParseJson(line.slice(start.length, -end.length));
  if (!compiled.Check(value)) return undefined;
  const { head, digest, severe, environment, type } = value;
  const goal = goalIn(value);
  const recommendationType = tryParseRecommendationType(type ?? "");
  const asked = { environment, recommendationType, ...(goal !== undefined && { goal }) };
  return { head, digest, severe, asked };
}

function goalIn({ goal, fix }: Static<typeof MarkerSchema>): Goal | undefined {
  if (fix !== undefined) return { kind: "fix", advisories: fix };
  return goal === undefined ? undefined : { kind: goal };
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
