/**
 * Indexes over the network, for two very different places. On a person's own machine everything is the person's: their
 * variables, their `.netrc`, their proxies, their network. A service works for strangers: nothing of its environment
 * goes into an address, only public addresses are reached, and every certificate has to be valid.
 */

import type { IndexSetting } from "../advise/index.ts";
import { UserError } from "../base/index.ts";
import {
  CachingWire,
  EgressPolicy,
  HttpIndex,
  type HttpIndexOptions,
  HttpTransport,
  type PackageIndex,
  type Wire,
} from "../package-index/index.ts";
import type { Clock } from "../ports/index.ts";
import { expandVariables, variablesOf } from "./expand-variables.ts";
import { CredentialWire } from "./credential-wire.ts";
import { type IndexAccess, keptFor, mirrorOf, tryParseRoot, withoutUserInformation } from "./index-access.ts";
import type { IndexSettings } from "./index-settings.ts";
import { readNetrc, withNetrc } from "./netrc.ts";
import { sealedFor, sealHint, type SealHints } from "./repository-credentials.ts";
import { sharedCache } from "./shared-cache.ts";

/** An address with a variable, where there is nobody whose variable it could be. */
export class VariableNotExpanded extends UserError {
  readonly code = "VARIABLE_NOT_EXPANDED";
  constructor(index: string, name: string, hint = "run `thoth advise --online` where the variable is set") {
    super(`the address of index \`${index}\` needs the environment variable \`${name}\`, and a service expands none`, {
      hint,
    });
  }
}

export interface Indexes {
  /**
   * @param repository `OWNER/NAME` on the code host, for which sealed credentials are opened; empty where there is none.
   * @throws {UserError} when the address cannot be used.
   */
  open(setting: IndexSetting, repository: string): PackageIndex;
  readonly clock: Clock;
}

const clock: Clock = { now: () => new Date() };

/** For the command line. Sealed credentials are for services: here everything is the person's own. */
export async function ownIndexes(access: IndexAccess): Promise<Indexes> {
  const netrc = await readNetrc(process.env);
  const seal = { keys: undefined, url: undefined };
  const network = new HttpTransport({ proxies: "environment" });
  const transport = new CredentialWire(network, { access, seal, repository: "", clock });
  const shared = { transport, clock, cache: sharedCache() };
  return {
    open: ({ name, url, verify }) => {
      const expanded = expandVariables(name, url, process.env);
      const mirror = mirrorOf(tryParseRoot(expanded), access);
      const address = withNetrc(mirror?.at.href ?? expanded, netrc);
      const root = tryParseRoot(address);
      const credentials = root && keptFor(root, access);
      return new HttpIndex({ ...shared, name, address, credentials, mirror, verify: verify || mirror !== undefined });
    },
    clock,
  };
}

/**
 * The way of a service to what strangers name: no further than its operator allows, and with credentials for a repository,
 * `OWNER/NAME`, at the last step. What everybody may see is kept.
 */
export function serviceWires(
  { allow, proxy, seal }: Omit<IndexSettings, "catalogue">,
  access: IndexAccess,
): (repository: string) => Wire {
  const egress = new EgressPolicy(allow);
  const proxies = proxy === undefined ? "none" : { address: proxy };
  const wire = new CachingWire({ wire: new HttpTransport({ proxies, egress }), cache: sharedCache(), clock });
  return (repository) => new CredentialWire(wire, { access, seal, repository, clock });
}

/** What a service knows of indexes where it looks into files: no secret. */
export interface ServiceReach {
  /** See {@link serviceWires}. */
  readonly wire: Wire;
  readonly seal: SealHints;
}

/** For a service. */
export function serviceIndexes({ wire, seal }: ServiceReach, access: IndexAccess): Indexes {
  return {
    open: (setting, repository) =>
      new HttpIndex({ transport: wire, clock, ...reach(setting, repository, seal, access) }),
    clock,
  };
}

type Reach = Pick<HttpIndexOptions, "name" | "address" | "credentials" | "mirror" | "lettingIn">;

/**
 * Where a service finds an index, and with which credentials. Nothing of its environment goes into an address, and nothing
 * of a repository's address goes to what stands in for it. @throws {VariableNotExpanded}
 */
export function reach(setting: IndexSetting, repository: string, seal: SealHints, access: IndexAccess): Reach {
  const { name, url } = setting;
  const root = tryParseRoot(url);
  const mirror = mirrorOf(root, access);
  if (mirror !== undefined) {
    const lettingIn = "whoever runs this service can give credentials for the mirror in `THOTH_INDEXES`";
    return { name, address: mirror.at.href, mirror, credentials: keptFor(mirror.at, access), lettingIn };
  }
  const bare = withoutUserInformation(url);
  const credentials = root && (sealedFor(setting, root) ?? keptFor(root, access));
  // A variable in the place of credentials is of no consequence where there are others.
  const [variable] = variablesOf(credentials === undefined ? url : bare);
  const lettingIn = root && sealHint(root, seal, repository);
  if (variable !== undefined)
    throw new VariableNotExpanded(name, variable, variablesOf(bare).length === 0 ? lettingIn : undefined);
  return { name, address: credentials === undefined ? url : bare, credentials, lettingIn };
}
