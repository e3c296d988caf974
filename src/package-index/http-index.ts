/**
 * One index over HTTP: the simple repository API. Pages and metadata go through a cache on disk unless the index needs
 * credentials or has no certificate: what only some may see, or anyone may have made up, does not belong in a folder
 * that knows no difference.
 */

import { limits, OnceMap } from "../base/index.ts";
import type {
  Candidate,
  Clock,
  IndexName,
  MetadataAnswer,
  ProvenanceAnswer,
  ReleaseFile,
  SourceRecord,
} from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { DiskCache } from "./disk-cache.ts";
import { FileMetadata } from "./file-metadata.ts";
import { FileProvenance } from "./file-provenance.ts";
import type { Wire } from "./http-transport.ts";
import { displayUrl, type IndexAddress, type IndexCredentials, parseIndexAddress } from "./index-address.ts";
import { IndexClient, type IndexResponse } from "./index-client.ts";
import { asFetched, asMeant, type Mirror } from "./mirror.ts";
import type { IndexAnswer, PackageIndex } from "./package-index.ts";
import { freshUntil, isFresh, mayStore, type PageHead, type StoredPage } from "./page-cache.ts";
import { acceptedPages, candidatesOf, parseProjectPage } from "./project-page.ts";
import { type ProjectPage, ProjectPages, type ReadContents } from "./project-pages.ts";

export interface HttpIndexOptions {
  /** As the user's files name it. */
  readonly name: IndexName;
  /** The root of its simple API, such as `https://pypi.org/simple`, with credentials if it needs them. */
  readonly address: string;
  /** In place of those in the address. */
  readonly credentials?: IndexCredentials | undefined;
  /** What `address` stands in for. */
  readonly mirror?: Mirror | undefined;
  /** The hint where it wants credentials and there are none. */
  readonly lettingIn?: string | undefined;
  /** False for `verify_ssl = false`. */
  readonly verify?: boolean;
  readonly transport: Wire;
  readonly clock: Clock;
  readonly cache?: DiskCache;
  /** Milliseconds before each further attempt after a fault that may pass. */
  readonly retryDelays?: readonly number[];
}

/** A page that was just asked for. */
interface Fetched {
  readonly page: ProjectPage;
  /** Undefined where the index says that the page is the one that we have. */
  readonly sent: StoredPage | undefined;
  readonly storable: boolean;
}

export class HttpIndex implements PackageIndex {
  readonly name: IndexName;
  readonly #address: IndexAddress;
  readonly #mirror: Mirror | undefined;
  readonly #verify: boolean;
  readonly #client: IndexClient;
  readonly #clock: Clock;
  readonly #disk: DiskCache | undefined;
  readonly #pages: ProjectPages;
  readonly #files: FileMetadata;
  readonly #answers = new OnceMap<PackageName, IndexAnswer>();
  readonly #found = new Set<PackageName>();
  readonly #metadata = new OnceMap<string, MetadataAnswer>();
  readonly #origins: FileProvenance;
  readonly #provenance = new OnceMap<string, ProvenanceAnswer>();
  /** Milliseconds since 1970: the oldest answer in use. */
  #oldest: number | undefined;

  /** @throws {InvalidIndexAddress} */
  constructor(options: HttpIndexOptions) {
    this.name = options.name;
    const address = parseIndexAddress(options.name, options.address);
    this.#address = { ...address, credentials: options.credentials ?? address.credentials };
    this.#mirror = options.mirror;
    this.#verify = options.verify ?? true;
    this.#clock = options.clock;
    this.#disk = this.#address.credentials === undefined && this.#verify ? options.cache : undefined;
    this.#pages = new ProjectPages({
      disk: this.#disk,
      reading: JSON.stringify([this.#mirror?.files?.at, this.#mirror?.files?.of]),
      read: (name, page) => this.#read(name, page),
    });
    this.#client = new IndexClient({
      name: this.name,
      address: this.#address,
      transport: options.transport,
      verify: this.#verify,
      retryDelays: options.retryDelays ?? [250, 1_000],
      mirrorOf: options.mirror?.of,
      lettingIn: options.lettingIn,
    });
    this.#files = new FileMetadata({ address: address.url, client: this.#client, disk: this.#disk });
    this.#origins = new FileProvenance(this.#client, [address.url, ...(this.#mirror ? [this.#mirror.of] : [])]);
  }

  async list(name: PackageName, signal: AbortSignal): Promise<IndexAnswer> {
    return this.#answers.get(name, (shared) => this.#list(name, shared), signal);
  }

  isKnownToHave(name: PackageName): boolean {
    return this.#found.has(name);
  }

  async metadata(candidate: Candidate, speaker: () => ReleaseFile, signal: AbortSignal): Promise<MetadataAnswer> {
    const file = speaker();
    const fetched = asFetched(file, this.#mirror?.files);
    return this.#metadata.get(file.url, (shared) => this.#files.read(candidate, fetched, shared), signal);
  }

  provenance(file: ReleaseFile, signal: AbortSignal): Promise<ProvenanceAnswer> {
    const address = file.provenance;
    if (address === undefined) return Promise.resolve({ kind: "absent" });
    return this.#provenance.get(address, (shared) => this.#origins.read(file, address, shared), signal);
  }

  async links(
    candidate: Candidate,
    speaker: () => ReleaseFile,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    return this.#files.links(candidate, asFetched(speaker(), this.#mirror?.files), signal);
  }

  /** `asOf` is the time of the oldest answer in use, which may come from the cache. */
  record(): SourceRecord {
    const asOf = this.#oldest === undefined ? this.#clock.now() : new Date(this.#oldest);
    const url = this.#mirror?.of ?? this.#address.url;
    return { kind: "index", name: this.name, url: displayUrl(url), asOf: asOf.toISOString() };
  }

  notes(): readonly string[] {
    const trusting = this.#verify ? [] : [`index \`${this.name}\` was read without checking its certificate`];
    const mirrored =
      this.#mirror && `index \`${this.name}\` was read from its mirror \`${displayUrl(this.#address.url)}\``;
    return [...trusting, ...(mirrored === undefined ? [] : [mirrored]), ...(this.#disk?.notes() ?? [])];
  }

  async #list(name: PackageName, signal: AbortSignal): Promise<IndexAnswer> {
    // The normalised address, with its slash: redirects to it cost a round trip and not all indexes have them.
    const url = new URL(`${name}/`, this.#address.url);
    const stored = await this.#pages.read(name, url.href);
    if (stored !== undefined && isFresh(stored, this.#clock.now().getTime())) return this.#answer(name, stored);
    const fetched = await this.#fetch(name, url, stored, signal);
    if (fetched === undefined) {
      this.#used(this.#clock.now().getTime());
      return { kind: "absent" };
    }
    // It has been read: a page which cannot be is asked for again.
    if (fetched.storable) await this.#pages.write(url.href, fetched.page, fetched.sent);
    return this.#answer(name, fetched.page);
  }

  #answer(name: PackageName, { head, table }: ProjectPage): IndexAnswer {
    this.#used(head.asked);
    this.#found.add(name);
    const candidates = table.candidates({ name, index: this.name, base: "" });
    const { status } = head;
    return { kind: "found", candidates, outside: () => [], ...(status !== undefined && { status }) };
  }

  #read(name: PackageName, page: StoredPage): ReadContents {
    const base = new URL(page.head.url);
    const { files, status } = parseProjectPage(
      `${this.#client.title}: ${displayUrl(base)}`,
      page.head.contentType,
      page.body,
      base,
    );
    const meant = files.map((file) => asMeant(file, this.#mirror?.files));
    return { candidates: candidatesOf(name, this.name, meant), ...(status !== undefined && { status }) };
  }

  #used(asked: number): void {
    this.#oldest = Math.min(this.#oldest ?? asked, asked);
  }

  /** Undefined where the index has no such page. */
  async #fetch(
    name: PackageName,
    url: URL,
    stored: ProjectPage | undefined,
    signal: AbortSignal,
  ): Promise<Fetched | undefined> {
    const headers = { accept: acceptedPages, "accept-encoding": "gzip", ...conditions(stored) };
    const answers = stored === undefined ? [200, 404] : [200, 304, 404];
    const response = await this.#client.getWhole({ url, headers, limit: limits.indexPage.bytes, answers }, signal);
    if (response.status === 404) return undefined;
    const cacheControl = response.headers.get("cache-control");
    const now = this.#clock.now().getTime();
    const times = { asked: now - ageOf(response), freshUntil: freshUntil(cacheControl, now) };
    const storable = mayStore(cacheControl);
    if (response.status === 304 && stored !== undefined) {
      const page = this.#pages.renew(url.href, stored, { ...stored.head, ...times });
      return { page, sent: undefined, storable };
    }
    const sent = received(response, times);
    return { page: this.#pages.make(name, url.href, sent), sent, storable };
  }
}

function received(
  response: IndexResponse & { readonly body: Buffer },
  times: Pick<PageHead, "asked" | "freshUntil">,
): StoredPage {
  const etag = response.headers.get("etag");
  const lastModified = response.headers.get("last-modified");
  const head = {
    url: displayUrl(response.url),
    contentType: response.headers.get("content-type") ?? "",
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...times,
  };
  return { head, body: response.body };
}

/** Milliseconds that the answer lay in a cache on its way. RFC 9111, section 5.1. */
function ageOf({ headers }: IndexResponse): number {
  const age = headers.get("age") ?? "";
  return /^\d{1,6}$/.test(age) ? Number(age) * 1_000 : 0;
}

/** Asks for the page only if it is another one than ours. RFC 9110, section 13. */
function conditions(stored: ProjectPage | undefined): Readonly<Record<string, string>> {
  if (stored?.head.etag !== undefined) return { "if-none-match": stored.head.etag };
  if (stored?.head.lastModified !== undefined) return { "if-modified-since": stored.head.lastModified };
  return {};
}
