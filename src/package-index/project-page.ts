/** From the bytes of a project's page, in either of its formats, to the candidates that its files make up. */

import { quoted } from "../base/index.ts";
import type { Candidate, IndexName, ReleaseFile } from "../ports/index.ts";
import {
  isWheelName,
  normalizeName,
  type PackageName,
  tryParseSdistName,
  tryParseWheelName,
  Version,
} from "../python/index.ts";
import { IndexPageUnreadable } from "./errors.ts";
import { parseHtmlPage } from "./html-page.ts";
import { parseJsonPage } from "./json-page.ts";
import type { PageContents } from "./page-values.ts";

/** What is asked for, best first: PEP 691, "Version + format selection". */
export const acceptedPages =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01";

type PageParser = (place: string, text: string, base: URL) => PageContents;

/** By media type. The plain ones come from servers that know nothing of PEP 691. */
const parsers: ReadonlyMap<string, PageParser> = new Map([
  ["application/vnd.pypi.simple.v1+json", parseJsonPage],
  ["application/json", parseJsonPage],
  ["application/vnd.pypi.simple.v1+html", parseHtmlPage],
  ["text/html", parseHtmlPage],
  ["application/xhtml+xml", parseHtmlPage],
]);

/**
 * What a page says of its project.
 *
 * @param place names the index and the page.
 * @param base the address that the page came from in the end.
 * @throws {IndexPageUnreadable} when it is no page of the simple repository API, {InputTooLarge} {InputTooDeep}
 */
export function parseProjectPage(place: string, contentType: string, body: Buffer, base: URL): PageContents {
  const mediaType = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const parse = parsers.get(mediaType);
  if (parse === undefined) {
    throw new IndexPageUnreadable(place, `is ${quoted(mediaType)}, which is no page of a package index`);
  }
  return parse(place, body.toString("utf8"), base);
}

/**
 * One candidate per version, newest first. Files of other packages, of other kinds than wheels and source distributions,
 * and of versions outside PEP 440 belong to no candidate. Versions that are equal, such as `1.0` and `1.0.0`, are one,
 * written as the page writes it first.
 */
export function candidatesOf(name: PackageName, index: IndexName, files: readonly ReleaseFile[]): readonly Candidate[] {
  const dated = files.flatMap((file) => {
    const version = versionOf(file.filename, name);
    return version === undefined ? [] : [{ version, file }];
  });
  // Stable, so files of one version keep the order of the page.
  dated.sort((a, b) => Version.compare(b.version, a.version));
  const candidates: (Candidate & { readonly files: ReleaseFile[] })[] = [];
  for (const { version, file } of dated) {
    const last = candidates.at(-1);
    if (last !== undefined && Version.equal(last.version, version)) last.files.push(file);
    else candidates.push({ name, version, index, files: [file] });
  }
  return candidates;
}

/** What the operating systems of package authors allow; a longer name is no file's. */
const longestFilename = 255;

function versionOf(filename: string, name: PackageName): Version | undefined {
  if (filename.length > longestFilename) return undefined;
  const parsed = isWheelName(filename) ? tryParseWheelName(filename) : tryParseSdistName(filename);
  if (parsed?.name === name) return parsed.version;
  return oldSdistVersion(filename, name);
}

/** Before PEP 625 the version of `foo-1.0-1.tar.gz` could only be found by knowing that the package is `foo`. */
function oldSdistVersion(filename: string, name: PackageName): Version | undefined {
  const stem = /^(.+)(?:\.tar\.gz|\.zip)$/.exec(filename)?.[1];
  if (stem === undefined) return undefined;
  for (let dash = stem.indexOf("-"); dash !== -1; dash = stem.indexOf("-", dash + 1)) {
    if (normalizeName(stem.slice(0, dash)) === name) return Version.tryParse(stem.slice(dash + 1));
  }
  return undefined;
}
