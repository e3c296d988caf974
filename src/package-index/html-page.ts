/**
 * A project's page in HTML: PEP 503 with the attributes of PEP 592 (yanked), 629 (version), 658 and 714 (metadata files),
 * 740 (provenance), 792 (status of the project).
 * Surprises: `data-requires-python` is escaped (`&gt;=3.6`), the hash hides in the fragment of the address, and the name
 * of a file is the end of its address, whatever the link says.
 */

import { checkCount, limits } from "../base/index.ts";
import type { ReleaseFile } from "../ports/index.ts";
import { IndexPageUnreadable } from "./errors.ts";
import { type StartTag, startTags } from "./html-tags.ts";
import { checkApiVersion, fileUrl, type PageContents, provenanceOf, sha256Digest, statusOf } from "./page-values.ts";

/**
 * @param place names the index and the page.
 * @param address where the page came from; a `<base>` of the page goes before it.
 * @throws {IndexPageUnreadable} {InputTooLarge}
 */
export function parseHtmlPage(place: string, text: string, address: URL): PageContents {
  const files: ReleaseFile[] = [];
  let base: URL | undefined;
  let anchors = 0;
  let tags = 0;
  let isDeclared = false;
  const metas = new Map<string, string | undefined>();
  let isForm = false;
  for (const tag of startTags(text, (name) => attributesRead.has(name))) {
    tags++;
    if (tag.name === "form") isForm = true;
    if (tag.name === "base") base ??= baseOf(tag, address);
    if (tag.name === "meta") {
      const [name, content] = [tag.attributes.get("name")?.toLowerCase(), tag.attributes.get("content")];
      if (name === "pypi:repository-version") {
        checkApiVersion(place, content);
        isDeclared = true;
      }
      if (name !== undefined && statusMetas.has(name) && !metas.has(name)) metas.set(name, content);
    }
    if (tag.name !== "a") continue;
    checkCount(place, "links", ++anchors, limits.indexPage.files);
    const file = releaseFile(tag.attributes, base ?? address);
    if (file !== undefined) files.push(file);
  }
  const isStrange =
    tags === 0 ||
    (files.length === 0 && isForm) ||
    (files.length > 0 && !files.some(({ filename }) => isDistribution(filename)));
  if (isStrange && !isDeclared)
    throw new IndexPageUnreadable(place, "links no distribution and is no page of an index");
  return { files, ...statusOf(metas.get("pypi:project-status"), metas.get("pypi:project-status-reason")) };
}

const statusMetas: ReadonlySet<string> = new Set(["pypi:project-status", "pypi:project-status-reason"]);

/** Of other attributes a tag may have any number. */
const attributesRead: ReadonlySet<string> = new Set([
  "name",
  "content",
  "href",
  "data-requires-python",
  "data-yanked",
  "data-core-metadata",
  "data-dist-info-metadata",
  "data-provenance",
]);

/**
 * A login page or a captive portal answers 200 as well. It must not pass for a project without releases, which would
 * be an answer about the package.
 */
function isDistribution(filename: string): boolean {
  return /\.(whl|tar\.gz|zip|tar\.bz2|tgz|egg|exe|tar\.xz|tar\.Z|tar|rpm|deb|msi|dmg|asc|metadata)$/i.test(filename);
}

function baseOf(tag: StartTag, address: URL): URL | undefined {
  const href = tag.attributes.get("href");
  return href === undefined ? undefined : fileUrl(href, address);
}

/** Undefined for a link that leads to no file. */
function releaseFile(attributes: StartTag["attributes"], base: URL): ReleaseFile | undefined {
  const href = attributes.get("href")?.trim();
  const url = href === undefined ? undefined : fileUrl(href, base);
  const filename = url === undefined ? undefined : lastSegment(url);
  if (href === undefined || url === undefined || filename === undefined) return undefined;
  return {
    filename,
    url: url.href,
    sha256: sha256Digest(fragmentDigest(href)),
    size: undefined,
    uploaded: undefined,
    requiresPython: attributes.get("data-requires-python"),
    yanked: attributes.get("data-yanked"),
    sidecar: sidecar(attributes.get("data-core-metadata") ?? attributes.get("data-dist-info-metadata")),
    ...provenanceOf(attributes.get("data-provenance")),
  };
}

function lastSegment(url: URL): string | undefined {
  const segment = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  if (segment === "") return undefined;
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

/** `#sha256=…`, perhaps among other things such as `&egg=…`. */
function fragmentDigest(href: string): string | undefined {
  const hash = href.indexOf("#");
  if (hash === -1) return undefined;
  const parts = href.slice(hash + 1).split("&");
  return parts.find((part) => part.startsWith("sha256="))?.slice("sha256=".length);
}

/** `true`, or the algorithm and digest of the file; `false` is not standard and means what it says. */
function sidecar(stated: string | undefined): ReleaseFile["sidecar"] {
  if (stated === undefined || stated === "false") return undefined;
  return { sha256: stated.startsWith("sha256=") ? sha256Digest(stated.slice("sha256=".length)) : undefined };
}
