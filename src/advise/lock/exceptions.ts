/**
 * Where rules depart from the metadata of releases: a dependency that vanishes, one that is needed besides, a package
 * that stands in for another. Whoever walks from requirement to requirement asks here, and looks at the stack alone: how
 * the search came to it does not matter.
 */

import { pinMatches, type PinCondition } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { PackageName, Requirement } from "../../python/index.ts";
import type { Universe } from "../../resolver/index.ts";
import type { Exception, Judge } from "../objective/judge.ts";

/** What becomes of a requirement that nothing of its name in the stack meets. */
export type Fate =
  | { readonly kind: "skipped" }
  /** Another package stands in: it is as if that one had been asked for, without bounds. */
  | { readonly kind: "met"; readonly by: PackageName }
  | { readonly kind: "open" };

/** Of one stack. */
export class Exceptions {
  readonly #universe: Universe;
  readonly #judge: Pick<Judge, "exceptionsOf">;
  readonly #stack: ReadonlyMap<PackageName, Candidate>;

  constructor(
    { universe, judge }: { readonly universe: Universe; readonly judge: Pick<Judge, "exceptionsOf"> },
    stack: ReadonlyMap<PackageName, Candidate>,
  ) {
    this.#universe = universe;
    this.#judge = judge;
    this.#stack = stack;
  }

  /** @param requirement that nothing of its name in the stack meets. */
  async fateOf(requirement: Requirement, signal: AbortSignal): Promise<Fate> {
    for (const exception of await this.#of(requirement.name, signal)) {
      if (exception.kind === "skip" && this.#holds([...exception.when, ...(exception.introduced?.by ?? [])]))
        return { kind: "skipped" };
      if (exception.kind !== "offer" || this.#stack.get(exception.instead.name) !== exception.instead) continue;
      if (requirement.specifier.admits(exception.candidate.version)) return { kind: "met", by: exception.instead.name };
    }
    return { kind: "open" };
  }

  /** What `candidate`, which is in the stack, needs besides. */
  async added({ name }: Candidate, signal: AbortSignal): Promise<readonly Requirement[]> {
    const exceptions = await this.#of(name, signal);
    return exceptions.flatMap((exception) =>
      exception.kind === "add" && this.#holds(exception.when) ? [exception.requirement] : [],
    );
  }

  async #of(name: PackageName, signal: AbortSignal): Promise<readonly Exception[]> {
    const list = await this.#universe.candidates(name, signal);
    return this.#judge.exceptionsOf(name, list.kind === "known" ? list.candidates : []);
  }

  #holds(when: readonly PinCondition[]): boolean {
    return when.every((pin) => {
      const candidate = this.#stack.get(pin.name);
      return candidate !== undefined && pinMatches(pin, candidate);
    });
  }
}
