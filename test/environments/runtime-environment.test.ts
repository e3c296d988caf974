/** Settings may leave out nearly everything; an environment is complete and normal. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { runtimeEnvironment } from "../../src/environments/index.ts";

const defaults = { pythonVersion: "3.12" };

test("a name is enough", () => {
  assert.deepEqual(runtimeEnvironment({ name: "a" }, defaults), {
    name: "a",
    recommendationType: "stable",
    operatingSystem: undefined,
    pythonVersion: "3.12",
    platform: "linux-x86_64",
    hardware: {},
    labels: {},
  });
});

test("all settings arrive in normal form", () => {
  const environment = runtimeEnvironment(
    {
      name: "training",
      recommendation_type: "PERFORMANCE",
      operating_system: { name: "ubi", version: "8.6" },
      python_version: "3.8",
      platform: "linux-aarch64",
      hardware: { cpu_family: 6, cpu_model: 142, gpu_model: "A100" },
      cuda_version: "11.1",
      cudnn_version: "8.0",
      openblas_version: "0.3.21",
      openmpi_version: "4.1",
      mkl_version: "2023.1",
      base_image: "quay.io/org/image:v1",
      labels: { team: "ml" },
    },
    defaults,
  );
  assert.deepEqual(environment, {
    name: "training",
    recommendationType: "performance",
    operatingSystem: { name: "rhel", version: "8" },
    pythonVersion: "3.8",
    platform: "linux-aarch64",
    hardware: { cpuFamily: 6, cpuModel: 142, gpuModel: "A100" },
    cudaVersion: "11.1",
    cudnnVersion: "8.0",
    openblasVersion: "0.3.21",
    openmpiVersion: "4.1",
    mklVersion: "2023.1",
    baseImage: "quay.io/org/image:v1",
    labels: { team: "ml" },
  });
});

test("null says as little as a key that is not there", () => {
  const empty = {
    name: "a",
    operating_system: null,
    python_version: null,
    platform: null,
    hardware: { cpu_family: null, gpu_model: null },
    cuda_version: null,
    base_image: null,
    labels: null,
  };
  assert.deepEqual(runtimeEnvironment(empty, defaults), runtimeEnvironment({ name: "a" }, defaults));
});

test("an operating system counts only with name and version", () => {
  for (const system of [
    { name: "rhel", version: null },
    { name: null, version: "8" },
  ])
    assert.equal(runtimeEnvironment({ name: "a", operating_system: system }, defaults).operatingSystem, undefined);
});

test("the recommendation type is the environment's own, else the repository's, else stable", () => {
  const of = (own: string | undefined, shared: "latest" | undefined) =>
    runtimeEnvironment(
      { name: "a", ...(own === undefined ? {} : { recommendation_type: own }) },
      { ...defaults, recommendationType: shared },
    ).recommendationType;
  assert.equal(of("security", "latest"), "security");
  assert.equal(of(undefined, "latest"), "latest");
  assert.equal(of(undefined, undefined), "stable");
});
