/** `runtime_environments` but for images: every key that fits, does not fit, asks for what is absent, for null, and negated. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { context } from "../../support/pipeline-samples.ts";
import { environmentCondition, testEnvironments } from "../../support/condition-samples.ts";

const ubi = (version: string) => ({ operating_system: { name: "ubi", version } });
const fedora = { operating_system: { name: "fedora", version: "35" } };
const nowhere = { operating_system: null };

testEnvironments([
  ["", true],
  ["operating_systems: [{name: rhel}]", true],
  ["operating_systems: [{name: fedora}]", false],
  ["operating_systems: [{name: fedora}, {name: rhel}]", true],
  ['operating_systems: [{name: rhel, version: "8"}]', true],
  ['operating_systems: [{name: rhel, version: "9"}]', false],
  ['operating_systems: [{version: "8"}]', true],
  ['operating_systems: [{version: "9"}]', false],
  ["operating_systems: [{name: fedora, version: 35}]", true, fedora],
  ["operating_systems: [{name: Fedora}]", true, fedora],
  ['operating_systems: [{name: fedora, version: "34"}]', false, fedora],
  ["operating_systems: [{}]", true],
  ["operating_systems: [{}]", true, nowhere],
  ["operating_systems: [{name: rhel}]", false, nowhere],
  ["operating_systems: []", false],
  // RHEL's minor versions and `ubi` mean the same on both sides.
  ['operating_systems: [{name: rhel, version: "8"}]', true, ubi("8.6")],
  ['operating_systems: [{name: ubi, version: "8.2"}]', true],
  ['operating_systems: [{name: ubi, version: "8.2"}]', true, ubi("8.9")],
  ['operating_systems: [{name: rhel, version: "8.2"}]', true, ubi("8")],
  ["operating_systems: [{name: ubi}]", true],
  ['operating_systems: [{version: "8.2"}]', true, ubi("8.2")],
  ['operating_systems: [{version: "35.1"}]', false, fedora],
  ['operating_systems: [{name: ubi, version: "8"}]', false, fedora],

  ['python_version: "==3.8"', true],
  ['python_version: "==3.8.*"', true],
  ['python_version: ">=3.8,<=3.10"', true, { python_version: "3.10" }],
  ['python_version: "<3.8"', false],
  ["python_version: null", false],

  ['cuda_version: "==11.1"', true, { cuda_version: "11.1" }],
  ['cuda_version: "==11.1"', false, { cuda_version: "11.2" }],
  ['cuda_version: "==11.1"', false],
  ['cuda_version: "!=11.1"', true, { cuda_version: "11.2" }],
  ['cuda_version: "!=11.1"', false, { cuda_version: "11.1" }],
  ['cuda_version: "!=11.1"', false],
  ['cuda_version: ">=0.0"', true, { cuda_version: "11" }],
  ['cuda_version: ">=0.0"', false],
  ["cuda_version: null", true],
  ["cuda_version: null", true, { cuda_version: null }],
  ["cuda_version: null", false, { cuda_version: "11.1" }],
  ['cuda_version: ">=11"', false, { cuda_version: "the newest" }],

  ['cudnn_version: "==8"', true, { cudnn_version: "8.0" }],
  ['cudnn_version: "==8"', false, { cudnn_version: "8.0.61" }],
  ['cudnn_version: "==8"', false],
  ["cudnn_version: null", true],
  ["cudnn_version: null", false, { cudnn_version: "8.0" }],
  ['openblas_version: ">=0.3"', true, { openblas_version: "0.3.1" }],
  ['openblas_version: ">=0.3"', false, { openblas_version: "0.2.20" }],
  ['openblas_version: ">=0.3"', false],
  ["openblas_version: null", true],
  ["openblas_version: null", false, { openblas_version: "0.3" }],
  ['openmpi_version: "<4"', true, { openmpi_version: "3.1" }],
  ['openmpi_version: "<4"', false, { openmpi_version: "4.1" }],
  ['openmpi_version: "<4"', false],
  ["openmpi_version: null", true],
  ["openmpi_version: null", false, { openmpi_version: "4.1" }],
  ['mkl_version: "~=2021.1"', true, { mkl_version: "2021.4" }],
  ['mkl_version: "~=2021.1"', false, { mkl_version: "2022.0" }],
  ['mkl_version: "~=2021.1"', false],
  ["mkl_version: null", true],
  ["mkl_version: null", false, { mkl_version: "2021.1" }],

  ["platforms: [linux-x86_64]", true],
  ["platforms: [linux-aarch64, linux-x86_64]", true],
  ["platforms: [linux-aarch64]", false],
  ["platforms: [linux-aarch64]", true, { platform: "linux-aarch64" }],
  ["platforms: [null]", false],
  ["platforms: [linux-x86_64, null]", true],
  ["platforms: []", false],
  ["platforms: {not: [linux-x86_64]}", false],
  ["platforms: {not: [linux-aarch64]}", true],
  ["platforms: {not: [null]}", true],
  ["platforms: {not: []}", true],

  // One key that fails is enough.
  ['operating_systems: [{name: rhel}], python_version: "==3.8", cuda_version: null', true],
  ['operating_systems: [{name: rhel}], python_version: "==3.8", cuda_version: "==11.1"', false],
  ['operating_systems: [{name: fedora}], python_version: "==3.8", cuda_version: null', false],
]);

test("a rule on a GPU without CUDA is silent where CUDA is", () => {
  const rule = environmentCondition("cuda_version: null, hardware: [{gpu_models: {not: [null]}}]");
  const settings = { hardware: { gpu_model: "A100" } };
  assert.equal(rule.holds(context({ settings })), true);
  assert.equal(rule.holds(context({ settings: { ...settings, cuda_version: "11.1" } })), false);
});
