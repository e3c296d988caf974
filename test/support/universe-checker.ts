/**
 * Whether an answer to a scenario of the format `universe/1` is a stack: every requirement met, nothing in it that nobody
 * asks for. It walks the document itself and shares no code with the resolver; what a requirement, a marker or a version
 * is, the product's own parsers say.
 */

import { packageName, Requirement, Version, type MarkerEnvironment } from "../../src/python/index.ts";

export interface ScenarioRelease {
  readonly requires_python?: string;
  readonly requires?: readonly string[];
  readonly extras?: Readonly<Record<string, readonly string[]>>;
}

type Packages = Readonly<Record<string, Readonly<Record<string, ScenarioRelease>>>>;

/** @returns what is wrong with the answer, in words; nothing if it is valid. */
export function complaintsAbout(
  answer: Readonly<Record<string, string>>,
  packages: Packages,
  root: readonly string[],
  markers: MarkerEnvironment,
): string[] {
  const complaints: string[] = [];
  const reached = new Set<string>();
  const open = root.map((text) => ({ text, by: "root" }));
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const requirement = Requirement.parse(next.text);
    if (requirement.marker !== undefined && !requirement.marker.evaluate(markers)) continue;
    const chosen = answer[requirement.name];
    const key = `${requirement.name} ${requirement.extras.join()}`;
    if (chosen === undefined) complaints.push(`${next.by} requires ${next.text}, which is absent`);
    else if (!requirement.specifier.admits(Version.parse(chosen)))
      complaints.push(`${next.by} requires ${next.text}, and ${chosen} is chosen`);
    if (chosen === undefined || seen.has(key)) continue;
    seen.add(key);
    reached.add(requirement.name);
    const release = releaseOf(packages, requirement.name, chosen);
    if (release === undefined) complaints.push(`${requirement.name} ${chosen} does not exist`);
    const extras = Object.entries(release?.extras ?? {}).filter(([extra]) =>
      requirement.extras.some((asked) => asked === packageName(extra).toString()),
    );
    const more = [...(release?.requires ?? []), ...extras.flatMap(([, texts]) => texts)];
    open.push(...more.map((text) => ({ text, by: `${requirement.name} ${chosen}` })));
  }
  const needless = Object.keys(answer).filter((name) => !reached.has(name));
  return [...complaints, ...needless.map((name) => `nobody requires ${name}`)];
}

function releaseOf(packages: Packages, name: string, version: string): ScenarioRelease | undefined {
  const written = Object.keys(packages).find((other) => packageName(other).toString() === name);
  return written === undefined ? undefined : packages[written]![version];
}
