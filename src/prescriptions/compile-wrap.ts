/** `wrap`: something to tell the reader about a finished stack; without `match`, about any. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { FinishedStack, Note, PipelineContext, Wrap } from "../pipeline/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compileManifestChanges } from "./manifest-changes.ts";
import { justificationsOf, reasonOf, stackInfoOf } from "./reasons.ts";
import { Talk, Told, UnitFrame } from "./schema.ts";
import { compileStackMatch, isInStack } from "./stack-match.ts";
import type { UnitHead } from "./unit-head.ts";

export const WrapRule = closed({
  ...UnitFrame,
  match: Type.Optional(Type.Unknown()),
  run: closed({ ...Talk, ...Told, advised_manifest_changes: Type.Optional(Type.Unknown()) }),
});

/** @throws {InvalidRule} */
export function compileWrap(rule: Static<typeof WrapRule>, head: UnitHead): Wrap {
  const found = rule.match === undefined ? undefined : compileStackMatch(rule.match, head.source);
  const notes = compileNotes(rule.run, head);
  const matches = (context: PipelineContext, stack: FinishedStack): boolean =>
    found === undefined || isInStack(found, context, stack);
  return {
    kind: "wrap",
    name: head.name,
    condition: compileInclusion(rule.should_include, head.source),
    matches,
    *notes(context, stack) {
      if (matches(context, stack)) yield* notes;
    },
  };
}

/** Manifest changes go with the first thing that is told, which says why. */
export function compileNotes(run: Static<typeof WrapRule>["run"], head: UnitHead): readonly Note[] {
  const { advised_manifest_changes: stated } = run;
  const justifications = justificationsOf(run, head);
  const stackInfo = stackInfoOf(run, head);
  if (stated === undefined) return [...justifications, ...stackInfo];
  const manifestChanges = compileManifestChanges(stated, head.source);
  const [first, ...rest] = [...justifications, ...stackInfo];
  const why: Note = first ?? { kind: "note", severity: "info", reason: reasonOf(run, head) };
  return [{ ...why, manifestChanges }, ...rest];
}
