/** Addresses of archives: each lets in whoever knows it, for five minutes. */

import { randomUUID } from "node:crypto";

import type { StandInClock } from "./clock.ts";
import type { Repository } from "./entities.ts";

const minutes = 5;

export interface ArchiveLink {
  readonly repository: Repository;
  readonly commit: string;
}

export class ArchiveLinks {
  readonly #clock: StandInClock;
  readonly #links = new Map<string, ArchiveLink & { readonly until: number }>();

  constructor(clock: StandInClock) {
    this.#clock = clock;
  }

  /** @returns the secret in the address. */
  add(link: ArchiveLink): string {
    const secret = randomUUID();
    this.#links.set(secret, { ...link, until: this.#clock.now().getTime() + minutes * 60_000 });
    return secret;
  }

  find(secret: string): ArchiveLink | undefined {
    const link = this.#links.get(secret);
    return link === undefined || link.until < this.#clock.now().getTime() ? undefined : link;
  }
}
