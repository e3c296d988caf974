/** The boot that says what is known of the base image: which one it is, how firmly it is named, and whether anybody looked into it. */

import { baseImageOf } from "../../environments/index.ts";
import type { ImageContents } from "../../ports/index.ts";
import type { Boot, Note } from "../unit.ts";

const name = "base-image";

export const baseImage: Boot = {
  kind: "boot",
  name,
  *notes({ environment, image }): Iterable<Note> {
    const named = baseImageOf(environment);
    if (named === undefined) return;
    const firm = named.digest !== undefined || (named.tag !== undefined && named.tag !== "latest");
    const drift = firm ? "" : ", which may be another one tomorrow: name a tag or a digest";
    const message = `The base image is \`${environment.baseImage}\`${drift}; ${sayContents(image)}`;
    yield { kind: "note", severity: "info", detail: true, reason: { unit: name, message } };
  },
};

function sayContents(image: ImageContents | undefined): string {
  if (image === undefined) return "what it holds is not known, so nothing is judged by it";
  const { rpms, pythonPackages, symbols, asOf } = image;
  const when = asOf === undefined ? "" : `, as of ${asOf}`;
  return `it holds ${rpms.length} RPMs, ${pythonPackages.length} Python packages and ${symbols.size} ABI symbols${when}`;
}
