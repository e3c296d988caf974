/**
 * The sieve for packages that the base image already holds where the application goes, `/opt/app-root/`: installing
 * another release over them is what such an image is made to avoid, so the release that is there is the one.
 */

import { normalizeName, Version } from "../../python/index.ts";
import type { ImageContents } from "../../ports/index.ts";
import type { Sieve } from "../unit.ts";

const name = "image-packages";
const place = "/opt/app-root/";

export const imagePackages: Sieve = {
  kind: "sieve",
  name,
  condition: { holds: ({ image }) => image?.pythonPackages.some(isPlaced) ?? false },
  *facts({ image }, package_, candidates) {
    const versions = heldVersions(image, package_);
    if (versions.length === 0) return;
    const message = `The base image holds ${versions.map(({ text }) => text).join(" and ")} in \`${place}\``;
    for (const candidate of candidates)
      if (!versions.some((version) => Version.equal(version, candidate.version)))
        yield { kind: "remove", candidate, reason: { unit: name, message } };
  },
};

type Held = ImageContents["pythonPackages"][number];

function isPlaced({ location }: Held): boolean {
  return location?.startsWith(place) ?? false;
}

/** Those that can be read as versions. */
function heldVersions(image: ImageContents | undefined, package_: string): readonly Version[] {
  const held = image?.pythonPackages.filter((one) => isPlaced(one) && normalizeName(one.package_name) === package_);
  return (held ?? []).flatMap(({ package_version: version }) => Version.tryParse(version ?? "") ?? []);
}
