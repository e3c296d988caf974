/**
 * Where a service may connect to. A repository names its indexes, and their pages name file hosts and redirects, so each
 * address is a stranger's wish. Only what is public is reached, and what counts is the address that the socket connects
 * to: names are resolved here, once per connection, so that no second answer can differ from the one that was judged.
 *
 * Spellings such as `127.1`, `0x7f.0.0.1` or full-width digits need no care: WHATWG's `URL` turns them into plain
 * addresses. What it does not do is judge them.
 */

import { lookup, type LookupAddress, type LookupAllOptions } from "node:dns";
import { BlockList, isIP, isIPv6, type LookupFunction } from "node:net";

/** An address that may not be connected to. The message completes "ADDRESS …", and no message tells what a name resolves to. */
export class AddressRefused extends Error {}

/** An address range, such as `10.1.0.0/16`. */
export interface AddressRange {
  readonly network: string;
  /** Bits of the network. */
  readonly prefix: number;
}

/** Resolves a name to all its addresses; `dns.lookup` does. */
export type Resolver = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface EgressOptions {
  /** Origins as `URL.origin` writes them, which may be asked although they are not `https` on port 443 or have a local name. */
  readonly origins?: readonly string[];
  /** What may be connected to although it is not public. An origin alone does not open it: its name may come to lead elsewhere. */
  readonly ranges?: readonly AddressRange[];
  readonly resolve?: Resolver;
}

/** IANA's special-purpose registry for IPv4 and multicast, and a cloud's wire server that it does not know. */
const special4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];

/**
 * NAT64 (RFC 6052): the last 32 bits are an IPv4 address, and it is that one which is judged. Other ways to wrap one,
 * such as mapped addresses, 6to4 and Teredo, are refused whatever they wrap.
 */
const nat64 = "64:ff9b::";

/** Global unicast, and what the registry takes out of it again: protocols, documentation, 6to4. */
const global6 = ["2000::/3", `${nat64}/96`];
const special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const reachable = blockList(global6.map(parseRange));
const special = blockList([
  ...[...special4, ...special6].map(parseRange),
  ...special4.map(parseRange).map(({ network, prefix }) => ({ network: `${nat64}${network}`, prefix: 96 + prefix })),
]);

/** Names that only some local resolver knows, where a proxy would look them up. */
const localSuffixes = [".localhost", ".local", ".internal", ".intranet", ".home", ".lan", ".arpa"];

/** Judges addresses before anything is sent to them. */
export class EgressPolicy {
  readonly #origins: ReadonlySet<string>;
  readonly #allowed: BlockList;
  readonly #resolve: Resolver;

  constructor({ origins = [], ranges = [], resolve = lookup }: EgressOptions = {}) {
    this.#origins = new Set(origins);
    this.#allowed = blockList(ranges);
    this.#resolve = resolve;
  }

  /** What can be told without resolving the name. @throws {AddressRefused} */
  check(url: URL): void {
    if (url.protocol !== "https:" && url.protocol !== "http:") throw new AddressRefused("is not `https`");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !this.#admits(host)) throw new AddressRefused("is not a public address");
    if (this.#origins.has(url.origin)) return;
    if (url.protocol !== "https:" || url.port !== "") throw new AddressRefused("is not `https` on port 443");
    if (isIP(host) === 0 && isLocal(host)) throw new AddressRefused("does not have a public name");
  }

  /** For `net.connect`, which asks it for every name and for no literal address. */
  readonly lookup: LookupFunction = (name, options, done) => {
    this.#resolve(name, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) done(error, []);
      // One bad answer among good ones is reason enough: which of them the socket takes is chance.
      else if (first === undefined || !addresses.every(({ address }) => this.#admits(address)))
        done(new AddressRefused("does not lead to a public address"), []);
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

  #admits(address: string): boolean {
    // A zone names an interface of this machine. RFC 4007.
    if (isIP(address) === 0 || address.includes("%")) return false;
    if (contains(this.#allowed, address)) return true;
    return (!isIPv6(address) || contains(reachable, address)) && !contains(special, address);
  }
}

/** A network and how many of its bits count, such as `10.1.0.0/16`, or one address. Undefined for any other text. */
export function tryParseRange(text: string): AddressRange | undefined {
  const [network = "", bits, ...rest] = text.split("/");
  const family = isIP(network);
  const most = family === 6 ? 128 : 32;
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  return family === 0 || network.includes("%") || rest.length > 0 || prefix > most ? undefined : { network, prefix };
}

function parseRange(text: string): AddressRange {
  const range = tryParseRange(text);
  if (range === undefined) throw new Error(`${text} is no address range`);
  return range;
}

function blockList(ranges: readonly AddressRange[]): BlockList {
  const list = new BlockList();
  for (const { network, prefix } of ranges) list.addSubnet(network, prefix, familyOf(network));
  return list;
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}

function isLocal(host: string): boolean {
  const name = host.replace(/\.$/, "");
  return !name.includes(".") || localSuffixes.some((suffix) => name.endsWith(suffix));
}
