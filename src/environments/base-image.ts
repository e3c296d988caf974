/**
 * The name of a container image, taken apart: `registry:5000/org/name:tag@sha256:…`.
 *
 * A colon belongs to a tag only behind the last slash, for a registry may have a port. What stands behind `@` is the
 * digest of one build. Grammar: https://github.com/distribution/reference.
 */

import type { RuntimeEnvironment } from "./runtime-environment.ts";

export interface BaseImage {
  /** With its registry, without tag and digest. */
  readonly name: string;
  /** Undefined where none is written; a registry would take `latest`, which says nothing of what is meant. */
  readonly tag: string | undefined;
  /** Such as `sha256:…`. */
  readonly digest: string | undefined;
}

/** The parts of `text`; undefined where a part that is announced is empty. */
export function tryParseBaseImage(text: string): BaseImage | undefined {
  const at = text.indexOf("@");
  const [tagged, digest] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const colon = tagged.indexOf(":", tagged.lastIndexOf("/") + 1);
  const [name, tag] = colon < 0 ? [tagged, undefined] : [tagged.slice(0, colon), tagged.slice(colon + 1)];
  return name === "" || tag === "" || digest === "" ? undefined : { name, tag, digest };
}

/** The image that `environment` names, even where it is named badly; undefined without one. */
export function baseImageOf({ baseImage }: Pick<RuntimeEnvironment, "baseImage">): BaseImage | undefined {
  if (baseImage === undefined) return undefined;
  return tryParseBaseImage(baseImage) ?? { name: baseImage, tag: undefined, digest: undefined };
}

/** An image without its digest, as one text to look up by: `name:tag`, or `name`. */
export function baseImageKey({ name, tag }: BaseImage): string {
  return tag === undefined ? name : `${name}:${tag}`;
}
