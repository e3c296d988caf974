/** What is known of the base image of an environment. */

import { baseImageKey, baseImageOf, type RuntimeEnvironment } from "../environments/index.ts";
import type { ImageContents } from "../ports/index.ts";
import type { AdviceServices } from "./services.ts";

/** Of the very build where the environment names a digest, for a tag moves; undefined where nobody has looked into it. */
export function imageContents(
  environment: Pick<RuntimeEnvironment, "baseImage">,
  { images }: Pick<AdviceServices, "images">,
): ImageContents | undefined {
  const image = baseImageOf(environment);
  if (image === undefined) return undefined;
  return images?.find(image.digest === undefined ? baseImageKey(image) : `${image.name}@${image.digest}`);
}
