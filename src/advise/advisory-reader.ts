/** What the advisories say of releases, in the form of the advice. */

import type { AdvisoryMatch } from "../knowledge/index.ts";
import type { PackageName, Version } from "../python/index.ts";
import type { AdvisoryHit } from "./advice.ts";
import type { Acceptance } from "./policy/acceptance.ts";
import type { AdvisoryKnowledge, ReachOf } from "./services.ts";

/** What a project makes of advisories. */
export interface AdvisoryView {
  /** Nobody accepts anything without it. */
  readonly acceptance?: Acceptance;
  /** Without it nobody has looked. */
  readonly reachOf?: ReachOf | undefined;
}

/** What a release may or may not have. */
export interface UndecidedFlaw extends Pick<AdvisoryHit, "id" | "aliases" | "package" | "version"> {
  readonly isAccepted: boolean;
}

/** Remembers its answers: every tier and every explanation asks anew. Without advisories it knows nothing of anything. */
export class AdvisoryReader {
  readonly #knowledge: AdvisoryKnowledge;
  readonly #view: AdvisoryView;
  readonly #hits = new Map<string, readonly AdvisoryHit[]>();

  constructor(knowledge: AdvisoryKnowledge, view: AdvisoryView = {}) {
    this.#knowledge = knowledge;
    this.#view = view;
  }

  /** Whether there is anything to judge by. */
  get isLoaded(): boolean {
    return this.#knowledge.kind !== "missing";
  }

  /** The flaws that a release definitely has, by id; those that are accepted too. */
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

  /** The same as flaws, each once, but for those that the release definitely has by another record. */
  undecidedFlaws(name: PackageName, version: Version): readonly UndecidedFlaw[] {
    if (this.#knowledge.kind === "missing") return [];
    const { advisories } = this.#knowledge;
    const told = new Set(this.hits(name, version).flatMap(({ id, aliases }) => [id, ...aliases]));
    return this.undecided(name, version).flatMap((id) => {
      if (told.has(id)) return [];
      const names = advisories.namesOf(name, id);
      for (const each of names) told.add(each);
      const isAccepted = this.#view.acceptance?.of(name, names) !== undefined;
      return [{ id, aliases: names.filter((other) => other !== id), package: name, version: version.text, isAccepted }];
    });
  }

  #read(name: PackageName, version: Version): readonly AdvisoryHit[] {
    if (this.#knowledge.kind === "missing") return [];
    return this.#knowledge.advisories.matching(name, version).map((match) => this.#hit(name, version, match));
  }

  #hit(name: PackageName, version: Version, match: AdvisoryMatch): AdvisoryHit {
    const { acceptance, reachOf } = this.#view;
    const flaw = { id: match.id, aliases: [...match.aliases], package: name };
    const accepted = acceptance?.ofHit({ ...flaw, ...(match.malicious && { malicious: true }) });
    return {
      ...flaw,
      version: version.text,
      severity: match.severity,
      fixed_in: match.fixedIn?.text ?? null,
      link: match.link,
      ...(match.published !== undefined && { published: match.published }),
      reach: reachOf?.(name, match) ?? null,
      ...(match.malicious && { malicious: true as const }),
      ...(accepted !== undefined && { accepted }),
    };
  }
}
