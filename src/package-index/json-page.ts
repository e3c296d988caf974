/**
 * A project's page in JSON: PEP 691 with the keys of PEP 700, 714, 740 and 792. Surprises: indexes write `null` where a key should
 * be missing, `core-metadata` was first deployed under the name `dist-info-metadata`, and `versions` lists versions that
 * have no file.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { checkCount, checkDepth, firstMistake, limits, orNull } from "../base/index.ts";
import type { ReleaseFile } from "../ports/index.ts";
import { IndexPageUnreadable } from "./errors.ts";
import {
  checkApiVersion,
  fileUrl,
  type PageContents,
  provenanceOf,
  sha256Digest,
  statusOf,
  utcTime,
} from "./page-values.ts";

const Digests = Type.Record(Type.String(), Type.String());
const Sidecar = Type.Union([Type.Boolean(), Digests]);

const File = Type.Object({
  filename: Type.String(),
  url: Type.String(),
  hashes: Digests,
  "requires-python": orNull(Type.String()),
  "core-metadata": orNull(Sidecar),
  "dist-info-metadata": orNull(Sidecar),
  yanked: orNull(Type.Union([Type.Boolean(), Type.String()])),
  size: orNull(Type.Number()),
  "upload-time": orNull(Type.String()),
  provenance: orNull(Type.String()),
});

const Page = Type.Object({
  meta: Type.Object({ "api-version": Type.Optional(Type.String()) }),
  files: Type.Array(File),
  /** What is in another shape says nothing. */
  "project-status": Type.Optional(Type.Unknown()),
});

const page = Compile(Page);

/**
 * @param place names the index and the page.
 * @param base the address that the page came from.
 * @throws {IndexPageUnreadable} {InputTooLarge} {InputTooDeep}
 */
export function parseJsonPage(place: string, text: string, base: URL): PageContents {
  checkDepth(place, text, "json", limits.indexPage);
  const document = parseJson(place, text);
  // Before the schema: a page of another major version need not look like ours at all.
  checkApiVersion(place, statedApiVersion(document));
  if (!page.Check(document)) throw new IndexPageUnreadable(place, `is malformed: ${firstMistake(page, document)}`);
  checkCount(place, "files", document.files.length, limits.indexPage.files);
  const files = document.files.flatMap((file) => releaseFile(file, base) ?? []);
  return { files, ...statedStatus(document["project-status"]) };
}

function statedStatus(stated: unknown): Pick<PageContents, "status"> {
  if (typeof stated !== "object" || stated === null) return {};
  const { status, reason } = stated as { readonly status?: unknown; readonly reason?: unknown };
  return statusOf(status, reason);
}

function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new IndexPageUnreadable(place, "says it is JSON and is none", error);
  }
}

function statedApiVersion(document: unknown): string | undefined {
  if (typeof document !== "object" || document === null || !("meta" in document)) return undefined;
  const { meta } = document;
  if (typeof meta !== "object" || meta === null || !("api-version" in meta)) return undefined;
  return String(meta["api-version"]);
}

/** Undefined for a file whose address is no http(s) address: nobody could fetch it. */
function releaseFile(file: Static<typeof File>, base: URL): ReleaseFile | undefined {
  const url = fileUrl(file.url, base);
  if (url === undefined) return undefined;
  return {
    filename: file.filename,
    url: url.href,
    sha256: sha256Digest(file.hashes["sha256"]),
    size: file.size ?? undefined,
    uploaded: utcTime(file["upload-time"]),
    requiresPython: file["requires-python"] ?? undefined,
    yanked: yankReason(file.yanked),
    sidecar: sidecar(file["core-metadata"] ?? file["dist-info-metadata"]),
    ...provenanceOf(file.provenance),
  };
}

function yankReason(yanked: boolean | string | null | undefined): string | undefined {
  if (yanked === true) return "";
  return typeof yanked === "string" ? yanked : undefined;
}

function sidecar(stated: Static<typeof Sidecar> | null | undefined): ReleaseFile["sidecar"] {
  if (stated === undefined || stated === null || stated === false) return undefined;
  return { sha256: stated === true ? undefined : sha256Digest(stated["sha256"]) };
}
