/**
 * Asks an index for the provenance of a file: PEP 740. What strangers write into a page decides where we go, so the address
 * has to be absolute, as secure as the index, without credentials, and of a server that the index or the file is on.
 */

import { InputTooLarge, limits, quoted } from "../base/index.ts";
import type { ProvenanceAnswer, ReleaseFile } from "../ports/index.ts";
import type { IndexClient } from "./index-client.ts";
import { displayUrl } from "./index-address.ts";
import { longestProvenance } from "./page-values.ts";
import { NotProvenance, parseProvenance } from "./provenance-object.ts";

/** PEP 740 and what the public index sends; plain JSON is what a simple server makes of it. */
const mediaTypes = ["application/vnd.pypi.integrity.v1+json", "application/json"];

export class FileProvenance {
  readonly #client: IndexClient;
  readonly #roots: readonly URL[];

  /** @param roots the index's address, then that of the index which it stands in for. */
  constructor(client: IndexClient, roots: readonly URL[]) {
    this.#client = client;
    this.#roots = roots;
  }

  /** @param address as the page gives it for `file`. @throws {UserError} when the index fails. */
  async read(file: ReleaseFile, address: string, signal: AbortSignal): Promise<ProvenanceAnswer> {
    const url = this.#judge(file, address);
    if (!(url instanceof URL)) return url;
    const headers = { accept: mediaTypes.join(", "), "accept-encoding": "gzip" };
    try {
      const response = await this.#client.getWhole(
        { url, headers, limit: limits.provenance.bytes, answers: [200, 404] },
        signal,
      );
      if (response.status === 404) return unasked(`${displayUrl(url)} is listed and not there`);
      const mediaType = response.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
      if (!mediaTypes.includes(mediaType)) return refused(`is ${quoted(mediaType)}, which is no provenance`);
      return { kind: "known", bundles: parseProvenance(response.body.toString("utf8")) };
    } catch (error) {
      if (error instanceof NotProvenance) return refused(error.message);
      if (error instanceof InputTooLarge) return refused(`is longer than ${limits.provenance.bytes} bytes`);
      throw error;
    }
  }

  #judge(file: ReleaseFile, address: string): URL | ProvenanceAnswer {
    const url = address.length > longestProvenance ? null : URL.parse(address);
    if (url === null) return refused(`is at ${quoted(address)}, which is no absolute address`);
    if (url.username !== "" || url.password !== "") return refused("is at an address that holds credentials");
    if (!this.#isSecureEnough(url)) return refused(`is at ${quoted(displayUrl(url))}, which is no \`https\` address`);
    const near = [...this.#roots, ...(URL.canParse(file.url) ? [new URL(file.url)] : [])];
    if (!near.some(({ origin }) => origin === url.origin))
      return unasked(`it is on ${url.host}, where neither the index nor the file is`);
    return url;
  }

  /** An index without a certificate can have no better for its files. */
  #isSecureEnough({ protocol }: URL): boolean {
    return protocol === "https:" || (protocol === "http:" && this.#roots[0]?.protocol === "http:");
  }
}

function refused(reason: string): ProvenanceAnswer {
  return { kind: "refused", reason };
}

function unasked(reason: string): ProvenanceAnswer {
  return { kind: "unasked", reason };
}
