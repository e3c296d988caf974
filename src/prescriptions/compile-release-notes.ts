/** `wrap.GHReleaseNotes`: where the release notes of a package's release are, on GitHub. */

import { type Static, Type } from "typebox";
import { closed } from "../base/index.ts";
import type { PipelineContext, Wrap } from "../pipeline/index.ts";
import type { Candidate } from "../ports/index.ts";
import { compileInclusion } from "./inclusion.ts";
import { compilePin, matching } from "./match.ts";
import { alternatives } from "./match-list.ts";
import { stackInfoOf } from "./reasons.ts";
import { NamedPin, Talk, UnitFrame } from "./schema.ts";
import { Shape } from "./shape.ts";
import type { UnitHead } from "./unit-head.ts";

/** A part of an address that is one step of its path. */
const Step = Type.String({ pattern: "^[A-Za-z0-9._-]{1,100}$" });

export const ReleaseNotesRule = closed({
  ...UnitFrame,
  match: Type.Unknown(),
  run: closed({
    ...Talk,
    release_notes: closed({
      organization: Step,
      repository: Step,
      tag_version_prefix: Type.Optional(Type.String({ maxLength: 100 })),
    }),
  }),
});

const shape = new Shape(
  closed({ state: closed({ resolved_dependencies: Type.Array(NamedPin, { minItems: 1, maxItems: 1 }) }) }),
);

/** @throws {InvalidRule} */
export function compileReleaseNotes(rule: Static<typeof ReleaseNotesRule>, head: UnitHead): Wrap {
  const { organization, repository, tag_version_prefix: prefix = "" } = rule.run.release_notes;
  const stackInfo = stackInfoOf(rule.run, head);
  const base = `https://github.com/${organization}/${repository}/releases/tag/`;
  const pins = alternatives(rule.match, shape, head.source).flatMap(({ match, path }) =>
    match.state.resolved_dependencies.map((pin, index) =>
      compilePin(pin, head.source, [...path, "state", "resolved_dependencies", index]),
    ),
  );
  const spokenOf = (context: PipelineContext, candidates: readonly Candidate[]): ReadonlySet<Candidate> =>
    new Set(pins.flatMap((pin) => matching(pin, context, candidates)));
  return {
    kind: "wrap",
    name: head.name,
    condition: compileInclusion(rule.should_include, head.source),
    matches: (context, { candidates }) => spokenOf(context, candidates).size > 0,
    *notes(context, { candidates }) {
      const spoken = spokenOf(context, candidates);
      if (spoken.size > 0) yield* stackInfo;
      for (const { name, version } of spoken)
        yield {
          kind: "note",
          severity: "info",
          reason: {
            unit: head.name,
            message: `Release notes of ${name} ${version.text}`,
            link: base + encodeURIComponent(prefix + version.text),
          },
          subject: { package: name },
        };
    },
  };
}
