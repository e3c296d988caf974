/** What the advisories say of releases, in the form of the advice. */

import type { PackageName, Version } from "../python/index.ts";
import type { AdvisoryHit } from "./advice.ts";
import type { AdvisoryKnowledge } from "./services.ts";

/** Remembers its answers: every tier and every explanation asks anew. Without advisories it knows nothing of anything. */
export class AdvisoryReader {
  readonly #knowledge: AdvisoryKnowledge;
  readonly #hits = new Map<string, readonly AdvisoryHit[]>();

  constructor(knowledge: AdvisoryKnowledge) {
    this.#knowledge = knowledge;
  }

  /** The flaws that a release definitely has, by id. */
  hits(name: PackageName, version: Version): readonly AdvisoryHit[] {
    const key = `${name} ${version.text}`;
    const known = this.#hits.get(key) ?? this.#read(name, version);
    this.#hits.set(key, known);
    return known;
  }

  /** Ids of records that may or may not concern a release, sorted: a bound in them is no version of PEP 440. */
  undecided(name: PackageName, version: Version): readonly string[] {
    if (this.#knowledge.kind === "missing") return [];
    return this.#knowledge.advisories.judge(name, version.text).indeterminate;
  }

  #read(name: PackageName, version: Version): readonly AdvisoryHit[] {
    if (this.#knowledge.kind === "missing") return [];
    return this.#knowledge.advisories.matching(name, version).map((match) => ({
      id: match.id,
      aliases: [...match.aliases],
      package: name,
      version: version.text,
      severity: match.severity,
      fixed_in: match.fixedIn?.text ?? null,
      link: match.link,
    }));
  }
}
