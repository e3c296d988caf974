/**
 * A page of an index in the ready form: what its files make up, and until when it may be used without asking.
 *
 * Sections: the head, as JSON; what the package shares, with nobody here; the package.
 */

import type { Candidate } from "../../ports/index.ts";
import { packTexts, readTexts, Shared, SharedWriter } from "./texts.ts";
import { PackageTable } from "./package-table.ts";
import { packPackage } from "./package-writer.ts";
import { Damaged, packSections, Sections } from "./sections.ts";

export class ReadyPage {
  /** The head, as whoever packed it wrote it. */
  readonly head: string;
  readonly table: PackageTable;
  /** All of it, to be kept. */
  readonly bytes: Buffer;
  readonly #sections: Sections;

  private constructor(bytes: Buffer, origin: Buffer) {
    const sections = Sections.open(bytes, origin);
    const [head] = readTexts(sections.section(0));
    if (head === undefined) throw new Damaged("a page has no head");
    this.head = head;
    this.table = new PackageTable(sections.section(2), new Shared(sections.section(1)));
    this.bytes = bytes;
    this.#sections = sections;
  }

  /** @param origin the SHA-256 of what the page is kept under. */
  static pack(origin: Buffer, head: string, candidates: readonly Candidate[]): ReadyPage {
    const shared = new SharedWriter();
    const section = packPackage({ releases: candidates, outside: [] }, shared);
    return new ReadyPage(packSections(origin, [packTexts([head]), shared.pack(), section]), origin);
  }

  /** @throws {Damaged} */
  static open(origin: Buffer, bytes: Buffer): ReadyPage {
    return new ReadyPage(bytes, origin);
  }

  /** The same page under another head. */
  withHead(origin: Buffer, head: string): ReadyPage {
    const [shared, section] = [this.#sections.section(1), this.#sections.section(2)];
    return new ReadyPage(packSections(origin, [packTexts([head]), shared, section]), origin);
  }
}
