/**
 * `runtime_environments`: where the stack is to run. Every key that is stated must hold.
 *
 * Null for a version means that the environment must not have the thing at all, and a specifier never holds for what is
 * absent. Operating systems are compared in the normal form of environments, on both sides: `ubi` is `rhel`, and of RHEL
 * only the major version counts, so that a rule on `ubi` or on `8.2` speaks of RHEL 8. An empty text is as good as none.
 */

import { type Static, Type } from "typebox";
import { closed, type YamlPath } from "../../base/index.ts";
import { normalizeOperatingSystem, type RuntimeEnvironment } from "../../environments/index.ts";
import { Version } from "../../python/index.ts";
import type { RuleSource } from "../rule-source.ts";
import { BaseImagesSchema, baseImagesTest } from "./base-images.ts";
import { admits, type Choice, choice, given, type Test } from "./choice.ts";
import { HardwareSchema, hardwareTest } from "./hardware.ts";
import {
  AbiSchema,
  abiTest,
  PythonPackagesSchema,
  pythonPackagesTest,
  RpmPackagesSchema,
  rpmsTest,
  versionsAt,
} from "./image-contents.ts";

const OperatingSystemSchema = closed({
  name: Type.Optional(Type.String({ minLength: 1 })),
  /** A whole number is its text; `8.10` would be 8.1. */
  version: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
});

const StatedVersion = Type.Optional(Type.Union([Type.String(), Type.Null()]));

export const RuntimeEnvironmentsSchema = closed({
  operating_systems: Type.Optional(Type.Array(OperatingSystemSchema)),
  hardware: Type.Optional(HardwareSchema),
  python_version: StatedVersion,
  cuda_version: StatedVersion,
  platforms: Type.Optional(choice(Type.Union([Type.String(), Type.Null()]))),
  openblas_version: StatedVersion,
  openmpi_version: StatedVersion,
  cudnn_version: StatedVersion,
  mkl_version: StatedVersion,
  base_images: Type.Optional(BaseImagesSchema),
  abi: Type.Optional(AbiSchema),
  rpm_packages: Type.Optional(RpmPackagesSchema),
  python_packages: Type.Optional(PythonPackagesSchema),
});

/** @param path of `stated` from the root of the unit. @throws {InvalidRule} */
export function environmentTests(
  stated: Static<typeof RuntimeEnvironmentsSchema>,
  source: RuleSource,
  path: YamlPath,
): readonly Test[] {
  const at = (key: keyof typeof stated): YamlPath => [...path, key];
  return [
    ...given(stated.operating_systems, operatingSystemsTest),
    ...given(stated.hardware, (machines) => hardwareTest(machines, source, at("hardware"))),
    ...versionKeys.flatMap((key) => given(stated[key], (text) => versionTest(key, text, source, at(key)))),
    ...given(stated.platforms, platformsTest),
    ...given(stated.base_images, (images) => baseImagesTest(images, source, at("base_images"))),
    ...given(stated.abi, abiTest),
    ...given(stated.rpm_packages, rpmsTest),
    ...given(stated.python_packages, (packages) => pythonPackagesTest(packages, source, at("python_packages"))),
  ];
}

/** An entry holds for what it does not state; all of what it states is normal only together with the rest of the system. */
function operatingSystemsTest(stated: readonly Static<typeof OperatingSystemSchema>[]): Test {
  return ({ environment: { operatingSystem: actual } }) =>
    stated.some(({ name, version }) => {
      if (name === undefined && version === undefined) return true;
      if (actual === undefined) return false;
      const wanted = normalizeOperatingSystem({
        name: name ?? actual.name,
        version: version === undefined ? actual.version : String(version),
      });
      return wanted.name === actual.name && wanted.version === actual.version;
    });
}

function platformsTest(stated: Choice<string | null>): Test {
  return ({ environment }) => admits(stated, environment.platform || null);
}

/** Versions that an environment may state, by the key under which a rule asks for them. */
const environmentVersions = {
  python_version: (environment) => environment.pythonVersion,
  cuda_version: (environment) => environment.cudaVersion,
  openblas_version: (environment) => environment.openblasVersion,
  openmpi_version: (environment) => environment.openmpiVersion,
  cudnn_version: (environment) => environment.cudnnVersion,
  mkl_version: (environment) => environment.mklVersion,
} satisfies Readonly<Record<string, (environment: RuntimeEnvironment) => string | undefined>>;

type VersionKey = keyof typeof environmentVersions;
const versionKeys = Object.keys(environmentVersions) as VersionKey[];

function versionTest(key: VersionKey, stated: string | null, source: RuleSource, path: YamlPath): Test {
  const actual = environmentVersions[key];
  if (stated === null) return ({ environment }) => !actual(environment);
  const versions = versionsAt(stated, source, path);
  return ({ environment }) => {
    const version = Version.tryParse(actual(environment) ?? "");
    return version !== undefined && versions.admits(version);
  };
}
