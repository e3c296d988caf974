/**
 * Indexes over the network, for two very different places. On a person's own machine everything is the person's: their
 * variables, their `.netrc`, their proxies, their network. A service works for strangers: nothing of its environment
 * goes into an address, only public addresses are reached, and every certificate has to be valid.
 */

import { homedir } from "node:os";
import { join } from "node:path";

import type { IndexSetting } from "../advise/index.ts";
import { UserError } from "../base/index.ts";
import { DiskCache, EgressPolicy, HttpIndex, HttpTransport, type PackageIndex } from "../package-index/index.ts";
import type { Clock } from "../ports/index.ts";
import { expandVariables, variablesOf } from "./expand-variables.ts";
import type { IndexSettings } from "./index-settings.ts";
import { readNetrc, withNetrc } from "./netrc.ts";

/** An address with a variable, where there is nobody whose variable it could be. */
export class VariableNotExpanded extends UserError {
  readonly code = "VARIABLE_NOT_EXPANDED";
  constructor(index: string, name: string) {
    super(`the address of index \`${index}\` needs the environment variable \`${name}\`, and a service expands none`, {
      hint: "run `thoth advise --online` where the variable is set",
    });
  }
}

export interface Indexes {
  /** @throws {UserError} when the address cannot be used. */
  open(setting: IndexSetting): PackageIndex;
  readonly clock: Clock;
}

const clock: Clock = { now: () => new Date() };

/** For the command line. */
export async function ownIndexes(): Promise<Indexes> {
  const netrc = await readNetrc(process.env);
  const shared = { transport: new HttpTransport({ proxies: "environment" }), clock, cache: sharedCache() };
  return {
    open: ({ name, url, verify }) => {
      const address = withNetrc(expandVariables(name, url, process.env), netrc);
      return new HttpIndex({ ...shared, name, address, verify });
    },
    clock,
  };
}

/** For a service. */
export function serviceIndexes({ allow, proxy }: Pick<IndexSettings, "allow" | "proxy">): Indexes {
  const egress = new EgressPolicy(allow);
  const proxies = proxy === undefined ? "none" : { address: proxy };
  const shared = { transport: new HttpTransport({ proxies, egress }), clock, cache: sharedCache() };
  return {
    open: ({ name, url }) => {
      const [variable] = variablesOf(url);
      if (variable !== undefined) throw new VariableNotExpanded(name, variable);
      return new HttpIndex({ ...shared, name, address: url, verify: true });
    },
    clock,
  };
}

/** It holds only what was fetched without credentials, and with a valid certificate. */
function sharedCache(): DiskCache {
  return new DiskCache(join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "thoth"));
}
