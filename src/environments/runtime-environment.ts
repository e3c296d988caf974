/**
 * The place where a stack will run: operating system, Python, platform, hardware and the libraries around it.
 *
 * Settings are what a user wrote and may leave out nearly everything; a `RuntimeEnvironment` is complete and normal, so
 * that two ways to say the same thing give equal values.
 */

import { normalizeOperatingSystem, type OperatingSystem, type Platform } from "./platform.ts";
import {
  defaultRecommendationType,
  type RecommendationType,
  tryParseRecommendationType,
} from "./recommendation-type.ts";
import type { EnvironmentSettings } from "./settings.ts";

/** Plain data; a field that is not there is not known. */
export interface RuntimeEnvironment {
  /** Letters, digits, `_` and `-`; unique within a repository. */
  readonly name: string;
  readonly recommendationType: RecommendationType;
  /** In normal form: lower case, `rhel` for `ubi`, and of RHEL the major version only. */
  readonly operatingSystem: OperatingSystem | undefined;
  /** Major and minor, such as `3.8`. */
  readonly pythonVersion: string;
  /** With the patch version, such as `3.8.5`, where the user states one; else the newest is meant. */
  readonly pythonFullVersion?: string;
  readonly platform: Platform;
  readonly hardware: Hardware;
  readonly cudaVersion?: string;
  readonly cudnnVersion?: string;
  readonly openblasVersion?: string;
  readonly openmpiVersion?: string;
  readonly mklVersion?: string;
  /** A container image, such as `quay.io/org/name:tag`. */
  readonly baseImage?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Family and model are the numbers of `/proc/cpuinfo`. */
export interface Hardware {
  readonly cpuFamily?: number;
  readonly cpuModel?: number;
  readonly gpuModel?: string;
}

/** What holds where an environment's own settings say nothing. */
export interface EnvironmentDefaults {
  readonly pythonVersion: string;
  /** Of the same minor version as the environment's, or undefined. */
  readonly pythonFullVersion?: string | undefined;
  readonly recommendationType?: RecommendationType | undefined;
}

/** The environment that `settings`, which fit their schema, describe. */
export function runtimeEnvironment(settings: EnvironmentSettings, defaults: EnvironmentDefaults): RuntimeEnvironment {
  return {
    name: settings.name,
    recommendationType:
      tryParseRecommendationType(settings.recommendation_type ?? "") ??
      defaults.recommendationType ??
      defaultRecommendationType,
    operatingSystem: operatingSystemOf(settings),
    pythonVersion: settings.python_version ?? defaults.pythonVersion,
    ...given("pythonFullVersion", defaults.pythonFullVersion),
    platform: settings.platform ?? "linux-x86_64",
    hardware: hardwareOf(settings),
    ...given("cudaVersion", settings.cuda_version),
    ...given("cudnnVersion", settings.cudnn_version),
    ...given("openblasVersion", settings.openblas_version),
    ...given("openmpiVersion", settings.openmpi_version),
    ...given("mklVersion", settings.mkl_version),
    ...given("baseImage", settings.base_image),
    labels: settings.labels ?? {},
  };
}

/** A name without a version says too little to be used, and so does a version without a name. */
function operatingSystemOf({ operating_system: system }: EnvironmentSettings): OperatingSystem | undefined {
  if (system?.name === undefined || system.name === null || system.version === null) return undefined;
  return normalizeOperatingSystem({ name: system.name, version: system.version });
}

function hardwareOf({ hardware }: EnvironmentSettings): Hardware {
  return {
    ...given("cpuFamily", hardware?.cpu_family),
    ...given("cpuModel", hardware?.cpu_model),
    ...given("gpuModel", hardware?.gpu_model),
  };
}

/** An object with the one field, or without any where `value` says nothing. */
function given<K extends string, V>(key: K, value: V | null | undefined): { readonly [P in K]?: V } {
  // A computed key widens to `string`; the object has no other.
  return value === null || value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
