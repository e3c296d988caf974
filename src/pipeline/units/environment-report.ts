/** The boot that says what the answer is for: what is known of the environment, and what is taken for granted instead. */

import { cLibraryOf, tryCpuFlags, type RuntimeEnvironment } from "../../environments/index.ts";
import type { PipelineContext } from "../context.ts";
import type { Boot, Note } from "../unit.ts";

const name = "environment-report";

export const environmentReport: Boot = {
  kind: "boot",
  name,
  *notes(context): Iterable<Note> {
    const message = `The answer is for ${describe(context).join(", ")}`;
    yield { kind: "note", severity: "info", detail: true, reason: { unit: name, message } };
  },
};

function describe({ environment, recommendationType }: PipelineContext): readonly string[] {
  return [
    `\`${recommendationType}\``,
    sayPython(environment),
    `\`${environment.platform}\``,
    saySystem(environment),
    sayProcessor(environment),
    ...sayLibraries(environment),
  ];
}

function sayPython({ pythonVersion, pythonFullVersion }: RuntimeEnvironment): string {
  return pythonFullVersion === undefined
    ? `the newest patch version of Python ${pythonVersion}`
    : `Python ${pythonFullVersion}`;
}

function saySystem(environment: RuntimeEnvironment): string {
  const { operatingSystem } = environment;
  const { kind, version } = cLibraryOf(environment);
  const library = `${kind} ${version.join(".")}`;
  if (operatingSystem === undefined) return `${library}, which is assumed as no operating system is stated`;
  const { name: system, version: release } = operatingSystem;
  // The universal base images count as what they are made of.
  const alias = system === "rhel" ? `, which \`ubi ${release}\` is as well,` : "";
  return `\`${system} ${release}\`${alias} with ${library}`;
}

function sayProcessor({ hardware }: RuntimeEnvironment): string {
  const { cpuFamily, cpuModel, gpuModel } = hardware;
  const gpu = gpuModel === undefined ? "" : ` and the graphics processor \`${gpuModel}\``;
  if (cpuFamily === undefined && cpuModel === undefined) return `a processor that is not stated${gpu}`;
  const flags = tryCpuFlags(hardware);
  const told =
    flags === undefined ? "unknown flags" : flags.length === 0 ? "neither avx2 nor avx512" : flags.join(" and ");
  return `the processor family ${cpuFamily ?? "unknown"}, model ${cpuModel ?? "unknown"} (${told})${gpu}`;
}

function sayLibraries(environment: RuntimeEnvironment): readonly string[] {
  const versions: readonly (readonly [string, string | undefined])[] = [
    ["CUDA", environment.cudaVersion],
    ["cuDNN", environment.cudnnVersion],
    ["OpenBLAS", environment.openblasVersion],
    ["Open MPI", environment.openmpiVersion],
    ["MKL", environment.mklVersion],
  ];
  return versions.flatMap(([library, version]) => (version === undefined ? [] : [`${library} \`${version}\``]));
}
