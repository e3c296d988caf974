/**
 * The contents of a container image out of a bill of materials in CycloneDX 1.2 to 1.7 as JSON, as syft and Trivy write it:
 * https://cyclonedx.org/specification/overview/. What a component is, its package URL says
 * (https://github.com/package-url/purl-spec); where Python finds it, properties of the tools and `evidence` say.
 *
 * ABI symbols stand in no bill. Of glibc they follow from its version, which offers those of every version before it; what
 * other libraries offer is not known.
 */

import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { checkBytes, checkCount, checkDepth, decodeUtf8, firstMistake, isDay, limits, quoted } from "../base/index.ts";
import type { ImagePythonPackage, Rpm } from "../ports/index.ts";
import { type AnalysedImage, checkImage, NotAnImage } from "./images.ts";
import { type PackageUrl, tryParsePackageUrl } from "./package-url.ts";

const Properties = Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.Optional(Type.String()) })));

const Component = Type.Object({
  type: Type.String(),
  name: Type.String(),
  version: Type.Optional(Type.String()),
  purl: Type.Optional(Type.String()),
  properties: Properties,
  evidence: Type.Optional(
    Type.Object({ occurrences: Type.Optional(Type.Array(Type.Object({ location: Type.String() }))) }),
  ),
  /** What it is put together of, components as well. */
  components: Type.Optional(Type.Array(Type.Unknown())),
});

type Component = Static<typeof Component>;

const Bill = Type.Object({
  bomFormat: Type.Literal("CycloneDX"),
  metadata: Type.Object({ timestamp: Type.Optional(Type.String()), component: Component }),
  components: Type.Optional(Type.Array(Type.Unknown())),
});

const billSchema = Compile(Bill);
const componentSchema = Compile(Component);

/** Whether a file of this name holds one, by the name that CycloneDX recommends. */
export function isBillOfMaterials(path: string): boolean {
  return path.endsWith(".cdx.json");
}

/**
 * @param place names the file in an error.
 * @param asOf ISO 8601 date for a bill that does not say when it was made.
 * @throws {NotAnImage | UserError} where it is no bill, or of no image.
 */
export function readBillOfMaterials(place: string, bytes: Buffer, asOf: string | undefined): AnalysedImage {
  checkBytes(place, bytes.length, limits.billOfMaterials);
  const bill = parseBill(place, decodeUtf8(place, bytes));
  const { component: image, timestamp } = bill.metadata;
  if (image.type !== "container")
    throw new NotAnImage(place, `\`metadata.component.type\` is \`${image.type}\`, and must be \`container\``);
  const date = timestamp === undefined ? asOf : dayOf(place, timestamp);
  if (date === undefined) throw new NotAnImage(place, "it has no `metadata.timestamp`, and no date was stated");
  const components = componentsOf(place, bill.components ?? []);
  const packages = components.flatMap((component) => {
    const url = tryParsePackageUrl(component.purl ?? "");
    return url === undefined ? [] : [{ component, url }];
  });
  return checkImage(place, {
    images: namesOf(place, image),
    date,
    rpms: packages.flatMap(({ url }) => (url.type === "rpm" ? [rpmOf(url)] : [])),
    python_packages: packages.flatMap(({ component, url }) =>
      url.type === "pypi" ? [pythonPackageOf(component, url)] : [],
    ),
    symbols: glibcSymbols(packages.map(({ url }) => url)),
  } satisfies AnalysedImage);
}

/** In UTC. @throws {NotAnImage} where it is no time of RFC 3339. */
function dayOf(place: string, timestamp: string): string {
  const time = isDay(timestamp.slice(0, 10)) ? Date.parse(timestamp) : NaN;
  if (Number.isNaN(time))
    throw new NotAnImage(place, `\`metadata.timestamp\` is ${quoted(timestamp)}, which is no time`);
  return new Date(time).toISOString().slice(0, 10);
}

function parseBill(place: string, text: string): Static<typeof Bill> {
  checkDepth(place, text, "json", limits.billOfMaterials);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new NotAnImage(place, "the file is not JSON", cause);
  }
  if (billSchema.Check(value)) return value;
  throw new NotAnImage(place, firstMistake(billSchema, value));
}

/** Those within others as well. */
function componentsOf(place: string, listed: readonly unknown[]): readonly Component[] {
  const components: Component[] = [];
  const open = [...listed].toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!componentSchema.Check(next))
      throw new NotAnImage(place, `component ${components.length + 1}: ${firstMistake(componentSchema, next)}`);
    components.push(next);
    checkCount(place, "components", components.length, limits.billOfMaterials.components);
    for (const inner of (next.components ?? []).toReversed()) open.push(inner);
  }
  return components;
}

/**
 * Trivy lists tags and digests; syft has the name that was asked for, and the digest in place of a version. Who asked for a
 * tag and a digest means the digest.
 */
function namesOf(place: string, { name, version = "", properties = [] }: Component): string[] {
  const listed = properties
    .filter((property) => /^aquasecurity:trivy:Repo(?:Tag|Digest)$/.test(property.name))
    .flatMap(({ value }) => value ?? []);
  const names = new Set([name, ...listed]);
  const [tagged = "", digest = version] = name.split("@");
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) names.add(`${tagged.replace(/:[^/:]*$/, "")}@${digest}`);
  names.delete("");
  if (names.size === 0) throw new NotAnImage(place, "`metadata.component.name` is empty, so no image is named");
  return [...names];
}

function rpmOf({ name, version = "", qualifiers }: PackageUrl): Rpm & { readonly package_name: string } {
  const [epoch, rest] = /^(?:(\d+):)?(.*)$/s.exec(version)?.slice(1) ?? [];
  const parts = /^(.*?)(?:-([^-]*))?$/s.exec(rest ?? "")?.slice(1) ?? [];
  const [upstream = null, release = null] = parts.map(said);
  const arch = said(qualifiers.get("arch")) ?? null;
  const whole = [name, upstream, release].filter((part) => part !== null).join("-");
  return {
    package_name: name,
    arch,
    epoch: said(qualifiers.get("epoch")) ?? epoch ?? null,
    package_identifier: arch === null ? whole : `${whole}.${arch}`,
    package_version: upstream,
    release,
    src: arch === "src",
  };
}

function pythonPackageOf(
  component: Component,
  { name, version }: PackageUrl,
): ImagePythonPackage & { readonly package_name: string } {
  const location = placesOf(component).flatMap((path) => folderOf(path) ?? [])[0];
  return {
    package_name: said(component.name) ?? name,
    package_version: version ?? said(component.version) ?? null,
    location: location ?? null,
  };
}

/** What is empty says nothing. */
function said(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function placesOf({ properties = [], evidence }: Component): readonly string[] {
  const told = properties.filter(({ name }) => /^(?:syft:location:\d+:path|aquasecurity:trivy:FilePath)$/.test(name));
  return [
    ...told.flatMap(({ value }) => value ?? []),
    ...(evidence?.occurrences ?? []).map(({ location }) => location),
  ];
}

/** The folder that a distribution is installed in; its own files stand in one beside it (PEP 376, PEP 627). */
function folderOf(path: string): string | undefined {
  const found = /^\/?(.*?)\/[^/]+\.(?:dist-info|egg-info)(?:\/.*)?$/s.exec(path)?.[1];
  return found === undefined ? undefined : `/${found}`;
}

/** The first versions that name symbols, on x86-64; on later architectures all begin with theirs. */
const firstOnX86 = ["GLIBC_2.2.5", "GLIBC_2.3"];
const firstOfAll = 17;

function glibcSymbols(packages: readonly PackageUrl[]): string[] {
  const glibc = packages.filter(
    ({ type, name }) => (type === "rpm" && name === "glibc") || (type === "deb" && name === "libc6"),
  );
  const minors = glibc.flatMap(({ version = "" }) => Number(/^(?:\d+:)?2\.(\d{1,3})\b/.exec(version)?.[1] ?? []));
  if (minors.length === 0) return [];
  const newest = minors.reduce((one, other) => Math.max(one, other));
  const isX86 = glibc.some(({ qualifiers }) => /^(?:x86_64|amd64)$/.test(qualifiers.get("arch") ?? ""));
  const first = isX86 ? 4 : firstOfAll;
  const count = Math.max(0, newest - first + 1);
  const told = Array.from({ length: count }, (_, i) => `GLIBC_2.${first + i}`);
  return isX86 ? [...firstOnX86, ...told] : told;
}
