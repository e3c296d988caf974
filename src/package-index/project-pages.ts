/**
 * The pages of one index in the ready form, on disk as well where something may be kept: a page that was read before is
 * neither parsed nor looked at byte by byte. The page as the index sent it lies beside, and the ready form is made of it
 * anew where that is damaged or of another version.
 */

import { hash } from "node:crypto";
import { limits } from "../base/index.ts";
import type { Candidate } from "../ports/index.ts";
import type { PackageName } from "../python/index.ts";
import type { DiskCache } from "./disk-cache.ts";
import { PageCache, type PageHead, type StoredPage, tryParseHead } from "./page-cache.ts";
import type { PageContents } from "./page-values.ts";
import type { PackageTable } from "./ready-cache/package-table.ts";
import { ReadyPage } from "./ready-cache/ready-page.ts";
import { Damaged } from "./ready-cache/sections.ts";

/** Four times the largest page that is read. A ready form that is larger is not used, and made anew each time. */
const largestReady = 4 * limits.indexPage.bytes;

/** What a page comes to. */
export interface ReadContents extends Pick<PageContents, "status"> {
  readonly candidates: readonly Candidate[];
}

export interface ProjectPagesOptions {
  /** Undefined where nothing may be kept. */
  readonly disk: DiskCache | undefined;
  /** What else than the page decides what is made of it. */
  readonly reading: string;
  /** @throws {UserError} for what is no page of an index. */
  readonly read: (name: PackageName, page: StoredPage) => ReadContents;
}

/** A page that has been read. */
export interface ProjectPage {
  readonly head: PageHead;
  readonly table: PackageTable;
  readonly ready: ReadyPage;
}

export class ProjectPages {
  readonly #disk: DiskCache | undefined;
  readonly #sent: PageCache | undefined;
  readonly #options: ProjectPagesOptions;

  constructor(options: ProjectPagesOptions) {
    this.#disk = options.disk;
    this.#sent = options.disk && new PageCache(options.disk);
    this.#options = options;
  }

  /** What was kept of the page at `address`, fresh or not. */
  async read(name: PackageName, address: string): Promise<ProjectPage | undefined> {
    const ready = this.#readReady(address);
    if (ready !== undefined) return ready;
    const sent = await this.#sent?.read(address);
    if (sent === undefined) return undefined;
    const page = this.make(name, address, sent);
    await this.#writeReady(address, page);
    return page;
  }

  /** @throws {UserError} */
  make(name: PackageName, address: string, sent: StoredPage): ProjectPage {
    const { candidates, status } = this.#options.read(name, sent);
    const head = status === undefined ? sent.head : { ...sent.head, status };
    return withTable(head, ReadyPage.pack(this.#origin(address), JSON.stringify(head), candidates));
  }

  /** The same page, of which the index has said again that it is so. */
  renew(address: string, { ready }: ProjectPage, head: PageHead): ProjectPage {
    return withTable(head, ready.withHead(this.#origin(address), JSON.stringify(head)));
  }

  /** @param sent undefined for a page that is only renewed: then it lies there already, and its head may be older. */
  async write(address: string, page: ProjectPage, sent: StoredPage | undefined): Promise<void> {
    if (sent !== undefined) await this.#sent?.write(address, sent);
    await this.#writeReady(address, page);
  }

  #readReady(address: string): ProjectPage | undefined {
    const bytes = this.#disk?.readAsIs("ready-pages", this.#key(address), largestReady);
    if (bytes === undefined) return undefined;
    try {
      const ready = ReadyPage.open(this.#origin(address), bytes);
      const head = tryParseHead(ready.head);
      return head && withTable(head, ready);
    } catch (error) {
      if (error instanceof Damaged) return undefined;
      throw error;
    }
  }

  async #writeReady(address: string, { ready }: ProjectPage): Promise<void> {
    await this.#disk?.writeAsIs("ready-pages", this.#key(address), ready.bytes);
  }

  #key(address: string): string {
    return `${address} ${this.#options.reading}`;
  }

  #origin(address: string): Buffer {
    return hash("sha256", this.#key(address), "buffer");
  }
}

function withTable(head: PageHead, ready: ReadyPage): ProjectPage {
  return { head, table: ready.table, ready };
}
