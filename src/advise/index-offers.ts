/** Which indexes of the operator's catalogue are offered for a project in its environment. Pure. */

import { type RuntimeEnvironment, tryCpuFlags } from "../environments/index.ts";
import type { ReadyProject } from "../project/index.ts";
import type { CatalogueIndex, HardwareNeeds } from "./services.ts";

/**
 * Those whose hardware the environment states, in the order of the catalogue. None where the user declines
 * (`disable_index_adjustment`), or where the lock could not say which index a package is from. An index that the project
 * names itself, by address or by name, is the user's own and no offer.
 */
export function offeredIndexes(
  { manifest, environment, settings }: Pick<ReadyProject, "manifest" | "environment" | "settings">,
  catalogue: readonly CatalogueIndex[],
): readonly CatalogueIndex[] {
  if (settings.disableIndexAdjustment || manifest.kind !== "pipfile") return [];
  const isOwn = ({ name, url }: CatalogueIndex) =>
    manifest.sources.some((own) => own.name === name || withoutSlash(own.url) === withoutSlash(url));
  return catalogue.filter((index) => states(environment, index.needs) && !isOwn(index));
}

/** What a catalogue index needs, in words, such as "CUDA 11.8 and the CPU model 85". */
export function sayNeeds({ cudaVersion, cpuFamily, cpuModel, cpuFlags, gpuModel }: HardwareNeeds): string {
  const needs = [
    ...sayNeed("CUDA", cudaVersion),
    ...sayNeed("the CPU family", cpuFamily),
    ...sayNeed("the CPU model", cpuModel),
    ...(cpuFlags ?? []).map((flag) => `a processor with ${flag.toUpperCase()}`),
    ...sayNeed("the GPU", gpuModel),
  ];
  return needs.join(" and ");
}

function sayNeed(what: string, values: readonly (string | number)[] | undefined): readonly string[] {
  return values === undefined ? [] : [`${what} ${values.join(" or ")}`];
}

function states({ hardware, cudaVersion }: RuntimeEnvironment, needs: HardwareNeeds): boolean {
  return (
    hasOne(needs.cudaVersion, (needed) => isWithin(cudaVersion, needed)) &&
    hasOne(needs.cpuFamily, (needed) => hardware.cpuFamily === needed) &&
    hasOne(needs.cpuModel, (needed) => hardware.cpuModel === needed) &&
    hasAll(needs.cpuFlags, tryCpuFlags(hardware)) &&
    hasOne(needs.gpuModel, (needed) => hardware.gpuModel?.toLowerCase() === needed.toLowerCase())
  );
}

/** What is not needed is met. */
function hasOne<T>(needed: readonly T[] | undefined, isStated: (value: T) => boolean): boolean {
  return needed === undefined || needed.some(isStated);
}

/** A processor of which nothing is known has none. */
function hasAll<T>(needed: readonly T[] = [], stated: readonly T[] = []): boolean {
  return needed.every((one) => stated.includes(one));
}

function isWithin(version: string | undefined, series: string): boolean {
  return version === series || (version?.startsWith(`${series}.`) ?? false);
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}
