/**
 * The last step before the network: credentials that are kept or sealed become known here, for the one request that they
 * go along with, and nowhere else. What asks for them, and may have been misled by what it read, never holds them.
 */

import {
  BasicCredentials,
  type IndexCredentials,
  isBelow,
  type Wire,
  type WireRequest,
  type WireResponse,
} from "../package-index/index.ts";
import type { Clock } from "../ports/index.ts";
import { openSealed } from "../sealing/index.ts";
import type { IndexAccess } from "./index-access.ts";
import { sealHint, type SealSettings } from "./repository-credentials.ts";

/** Whose credentials are opened, and with what. */
export interface CredentialKeeper {
  readonly access: IndexAccess;
  readonly seal: SealSettings;
  /** `OWNER/NAME`, as the code host itself says; nothing that was read in the repository counts here. */
  readonly repository: string;
  readonly clock: Clock;
}

type Sealed = Extract<IndexCredentials, { readonly kind: "sealed" }>;

export class CredentialWire implements Wire {
  readonly #wire: Wire;
  readonly #keeper: CredentialKeeper;
  readonly #opened = new Map<string, Promise<BasicCredentials>>();

  constructor(wire: Wire, keeper: CredentialKeeper) {
    this.#wire = wire;
    this.#keeper = keeper;
  }

  /** @throws {SealedCredentialsRefused} before anything is sent. */
  async get(request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    const { credentials, url } = request;
    if (credentials === undefined || credentials.kind === "known") return await this.#wire.get(request, signal);
    if (!isBelow(credentials.scope, url))
      throw new Error(`credentials are asked for ${url.origin}, outside their scope`);
    const basic = credentials.kind === "sealed" ? await this.#open(credentials) : this.#keep(credentials.scope);
    const known = { kind: "known", scope: credentials.scope, basic } as const;
    return await this.#wire.get({ ...request, credentials: known }, signal);
  }

  #keep({ href }: URL): BasicCredentials {
    const rule = this.#keeper.access.credentials.find(({ scope }) => scope.href === href);
    if (rule === undefined) throw new Error(`nobody keeps credentials for ${href}`);
    return new BasicCredentials(rule.user, rule.password);
  }

  /** Once for all requests of one index, whatever becomes of it. */
  #open(sealed: Sealed): Promise<BasicCredentials> {
    const key = JSON.stringify([sealed.index, sealed.scope.href, sealed.entry]);
    const opened = this.#opened.get(key) ?? this.#openNow(sealed);
    this.#opened.set(key, opened);
    return opened;
  }

  async #openNow({ index, entry, scope }: Sealed): Promise<BasicCredentials> {
    const { seal, repository, clock } = this.#keeper;
    if (entry.index !== scope.href) throw new Error(`${scope.href} is not what the sealed credentials are for`);
    const hint = sealHint(scope, seal, repository);
    const opening = { entry, index, repository, now: clock.now(), hint };
    const { user, password } = await openSealed(opening, seal.keys ?? []);
    return new BasicCredentials(user, password);
  }
}
