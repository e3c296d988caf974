/** The wrap that says where each release can be read about that is not the locked one: its page on the index it is from. */

import { type Candidate, publicIndex } from "../../ports/index.ts";
import { isLocked } from "../context.ts";
import type { Note, Wrap } from "../unit.ts";

const name = "release-links";

export const releaseLinks: Wrap = {
  kind: "wrap",
  name,
  *notes(context, { candidates }): Iterable<Note> {
    for (const candidate of candidates) {
      const address = context.indexes.get(candidate.index);
      if (address === undefined || isLocked(candidate, context)) continue;
      const message = `\`${candidate.name} ${candidate.version.text}\` is from \`${candidate.index}\``;
      const link = pageOf(candidate, address);
      yield {
        kind: "note",
        severity: "info",
        detail: true,
        subject: { package: candidate.name },
        reason: { unit: name, message, ...(link !== undefined && { link }) },
      };
    }
  },
};

/** The public index has a page for each release, and any other one for each package (PEP 503). Never with credentials. */
function pageOf({ name: package_, version }: Candidate, address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || `${url.username}${url.password}${url.search}${url.hash}` !== "") return undefined;
  const root = address.replace(/\/$/, "");
  if (root !== publicIndex.url) return `${root}/${package_}/`;
  return `${root.replace(/simple$/, "project")}/${package_}/${encodeURIComponent(version.text)}/`;
}
