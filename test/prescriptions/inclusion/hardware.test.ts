/** `hardware`: alternatives of families, models, flags and graphics processors. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { context } from "../../support/pipeline-samples.ts";
import { environmentCondition, testEnvironments } from "../../support/condition-samples.ts";

const cpu = (family: number | null, model: number | null) => ({ hardware: { cpu_family: family, cpu_model: model } });
const cascadeLake = cpu(6, 85);
const skylake = cpu(6, 94);
const ivyBridge = cpu(6, 58);
const zen3 = cpu(25, 1);
const unheardOf = cpu(6, 250);
const gpu = { hardware: { gpu_model: "A100" } };

testEnvironments([
  ["hardware: [{}]", true],
  ["hardware: [{cpu_families: [6]}]", true, skylake],
  ["hardware: [{cpu_families: [6]}]", false, zen3],
  ["hardware: [{cpu_families: [6]}]", false],
  ["hardware: [{cpu_families: [6, null]}]", true],
  ["hardware: [{cpu_families: [null]}]", false, skylake],
  ["hardware: [{cpu_families: null}]", true],
  ["hardware: [{cpu_families: null}]", false, skylake],
  ["hardware: [{cpu_families: {not: [6]}}]", true, zen3],
  ["hardware: [{cpu_families: {not: [6]}}]", false, skylake],
  ["hardware: [{cpu_families: {not: [6]}}]", true],
  ["hardware: [{cpu_families: {not: [null]}}]", false],
  ["hardware: [{cpu_models: [85, 94]}]", true, skylake],
  ["hardware: [{cpu_models: [85]}]", false, skylake],
  ["hardware: [{cpu_models: [85]}]", false],
  ["hardware: [{cpu_models: [null]}]", true],
  ["hardware: [{cpu_models: null}]", true, cpu(6, null)],
  ["hardware: [{cpu_models: {not: [94]}}]", false, skylake],
  ["hardware: [{cpu_models: {not: [94]}}]", true, cascadeLake],
  ["hardware: [{cpu_models: {not: [null]}}]", true, cascadeLake],
  ["hardware: [{cpu_families: [6], cpu_models: [94]}]", true, skylake],
  ["hardware: [{cpu_families: [25], cpu_models: [94]}]", false, skylake],

  ["hardware: [{gpu_models: [A100, V100]}]", true, gpu],
  ["hardware: [{gpu_models: [V100]}]", false, gpu],
  ["hardware: [{gpu_models: [A100]}]", false],
  ["hardware: [{gpu_models: [null]}]", true],
  ["hardware: [{gpu_models: [null]}]", false, gpu],
  ["hardware: [{gpu_models: null}]", true],
  ["hardware: [{gpu_models: null}]", false, gpu],
  ["hardware: [{gpu_models: {not: [null]}}]", true, gpu],
  ["hardware: [{gpu_models: {not: [null]}}]", false],
  ["hardware: [{gpu_models: {not: [A100]}}]", false, gpu],

  ["hardware: [{cpu_flags: [avx2]}]", true, skylake],
  ["hardware: [{cpu_flags: [avx2]}]", true, zen3],
  ["hardware: [{cpu_flags: [avx2]}]", false, ivyBridge],
  ["hardware: [{cpu_flags: [avx2, avx512]}]", false, skylake],
  ["hardware: [{cpu_flags: [avx2, avx512]}]", true, cascadeLake],
  ["hardware: [{cpu_flags: {not: [avx2]}}]", true, ivyBridge],
  ["hardware: [{cpu_flags: {not: [avx2]}}]", false, skylake],
  ["hardware: [{cpu_flags: {not: [avx2, avx512]}}]", false, skylake],
  ["hardware: [{cpu_flags: {not: [avx512]}}]", true, skylake],
  // Of a processor that nobody knows nothing is said.
  ["hardware: [{cpu_flags: [avx2]}]", false, unheardOf],
  ["hardware: [{cpu_flags: {not: [avx2]}}]", false, unheardOf],
  ["hardware: [{cpu_flags: [avx2]}]", false, cpu(6, null)],
  ["hardware: [{cpu_flags: {not: [avx2]}}]", false, cpu(null, 94)],
  ["hardware: [{cpu_flags: {not: [avx2]}}]", false],

  // One of several entries is enough.
  ["hardware: [{cpu_families: [25]}, {cpu_families: [6]}]", true, skylake],
  ["hardware: [{cpu_families: [25]}, {gpu_models: [A100]}]", true, gpu],
  ["hardware: [{cpu_families: [25]}, {gpu_models: [A100]}]", false, skylake],
  ["hardware: {not: [{cpu_families: [25]}, {cpu_models: [85]}]}", true, skylake],
  ["hardware: {not: [{cpu_families: [25]}, {cpu_models: [85]}]}", false, cascadeLake],
]);

test("one of several machines is enough", () => {
  const rule = environmentCondition("hardware: [{cpu_families: [25]}, {gpu_models: [A100]}]");
  assert.equal(rule.holds(context({ settings: zen3 })), true);
  assert.equal(rule.holds(context({ settings: gpu })), true);
  assert.equal(rule.holds(context()), false);
});

test("Cascade Lake, with the model that Linux reports, has AVX-512", () => {
  const rule = environmentCondition("hardware: [{cpu_flags: [avx512]}]");
  assert.equal(rule.holds(context({ settings: cpu(6, 85) })), true);
  assert.equal(rule.holds(context({ settings: cpu(6, 5) })), false);
});
