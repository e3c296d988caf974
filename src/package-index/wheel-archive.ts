/** Where the METADATA of a wheel lies in it: in `NAME-VERSION.dist-info` at the top. Binary distribution format, "File contents". */

import { normalizeName, type PackageName } from "../python/index.ts";
import { type RangedFile, UnreadableArchive } from "./ranged-file.ts";
import { ZipArchive, type ZipMember } from "./zip-archive.ts";

/** The METADATA file of a wheel of `name`. @throws {UnreadableArchive} and what `RangedFile` throws. */
export async function readMetadataMember(file: RangedFile, name: PackageName, signal: AbortSignal): Promise<Buffer> {
  const archive = await ZipArchive.open(file, signal);
  return archive.read(metadataMember(archive.members, name), signal);
}

/** The one at the top; some wheels carry those of packages that they bundle below. */
function metadataMember(all: readonly ZipMember[], name: PackageName): ZipMember {
  const found = all.filter((member) => {
    const owner = /^([^/]+)-[^/-]+\.dist-info\/METADATA$/.exec(member.path)?.[1];
    return owner !== undefined && normalizeName(owner) === name;
  });
  const [member, second] = found;
  if (member === undefined) throw new UnreadableArchive("it has no METADATA");
  if (second !== undefined) throw new UnreadableArchive("it has more than one METADATA");
  return member;
}
