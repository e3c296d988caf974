import { test } from "node:test";
import assert from "node:assert/strict";

import { type CatalogueIndex, type HardwareNeeds, advise } from "../../src/advise/index.ts";
import { offeredIndexes, sayNeeds } from "../../src/advise/index-offers.ts";
import { type EnvironmentSettings, runtimeEnvironment } from "../../src/environments/index.ts";
import { packageName } from "../../src/python/index.ts";
import { adviceWorld, changeOf, manifestText, requestOf, signal, solved } from "../support/advice-world.ts";

function index(needs: HardwareNeeds, rest: Partial<CatalogueIndex> = {}): CatalogueIndex {
  const url = "https://cu118.example/simple";
  return { name: "cu118", url, verify: true, packages: new Set([packageName("torch")]), needs, ...rest };
}

const environmentOf = (settings: Partial<EnvironmentSettings>) =>
  runtimeEnvironment({ name: "gpu", ...settings }, { pythonVersion: "3.8" });

const machine = { cuda_version: "11.8", hardware: { cpu_family: 6, cpu_model: 85, gpu_model: "A100" } };
/** What an environment states, what an index needs, and whether it is offered. */
const matches: readonly (readonly [Partial<EnvironmentSettings>, HardwareNeeds, boolean])[] = [
  [machine, { cudaVersion: ["11.8"] }, true],
  [{ cuda_version: "11.8.1" }, { cudaVersion: ["11.8"] }, true],
  [{ cuda_version: "11.80" }, { cudaVersion: ["11.8"] }, false],
  [{ cuda_version: "11" }, { cudaVersion: ["11.8"] }, false],
  [machine, { cudaVersion: ["12.1", "11.8"] }, true],
  [machine, { cudaVersion: ["12.1"] }, false],
  [{}, { cudaVersion: ["11.8"] }, false],
  [machine, { cpuFamily: [6], cpuModel: [85, 106] }, true],
  [machine, { cpuFamily: [6], cpuModel: [106] }, false],
  [machine, { cpuFlags: ["avx2"] }, true],
  [machine, { cpuFlags: ["avx2", "avx512"] }, true],
  [{ hardware: { cpu_family: 6, cpu_model: 60 } }, { cpuFlags: ["avx2"] }, true],
  [{ hardware: { cpu_family: 6, cpu_model: 60 } }, { cpuFlags: ["avx2", "avx512"] }, false],
  [{ hardware: { cpu_family: 6, cpu_model: 58 } }, { cpuFlags: ["avx2"] }, false],
  [{ hardware: { cpu_family: 6 } }, { cpuFlags: ["avx2"] }, false],
  [{}, { cpuFlags: ["avx2"] }, false],
  [
    { cuda_version: "11.8", hardware: { cpu_family: 6, cpu_model: 60 } },
    { cudaVersion: ["11.8"], cpuFlags: ["avx2"] },
    true,
  ],
  [machine, { gpuModel: ["a100"] }, true],
  [machine, { cudaVersion: ["11.8"], gpuModel: ["H100"] }, false],
];
for (const [stated, needs, expected] of matches) {
  test(`${JSON.stringify(stated)} ${expected ? "has" : "lacks"} ${sayNeeds(needs)}`, () => {
    const request = { ...requestOf(`[packages]\n`), environment: environmentOf(stated) };
    assert.equal(offeredIndexes(request, [index(needs)]).length, expected ? 1 : 0);
  });
}

const needs = { cudaVersion: ["11.8"] };

test("what the project names itself is its own and no offer, and whoever declines gets none", () => {
  const environment = environmentOf(machine);
  const source = (name: string, url: string) =>
    requestOf(`[[source]]\nname = "${name}"\nurl = "${url}"\nverify_ssl = true\n`);
  const offered = (name: string, url: string) =>
    offeredIndexes({ ...source(name, url), environment }, [index(needs)]).length;
  assert.equal(offered("pypi", "https://pypi.org/simple"), 1);
  assert.equal(offered("cu118", "https://other.example/simple"), 0);
  assert.equal(offered("mine", "https://cu118.example/simple/"), 0);
  const request = source("pypi", "https://pypi.org/simple");
  const settings = { ...request.settings, disableIndexAdjustment: true };
  assert.equal(offeredIndexes({ ...request, environment, settings }, [index(needs)]).length, 0);
});

const worldIndexes = {
  pypi: "torch 2.0 -> numpy\ntorch 1.9\nnumpy 1.0\nother 1.0",
  cu118: "torch 2.0+cu118 -> numpy\ntorch 1.9\nnumpy 9.9\nother 9.9",
};

/** Advice where the catalogue offers `torch` for CUDA 11.8, for an environment that states it. */
async function askWith(sections: string, lock?: string) {
  const world = await adviceWorld({ indexes: worldIndexes });
  const services = { ...world.services, catalogue: [index(needs)] };
  const manifest = manifestText({ ...world, indexes: ["pypi"] }, sections);
  const request = requestOf(manifest, lock === undefined ? {} : { lock });
  const environment = { ...request.environment, cudaVersion: "11.8" };
  return await advise({ ...request, environment }, services, signal);
}

test("an offered release is taken, in the lock by index and source, and with a line that says so", async () => {
  const advice = await askWith(`[packages]\ntorch = "*"\nother = "*"`);
  const { packages, lock } = solved(advice);
  const places = Object.entries(packages).map(([name, pin]) => `${name} ${pin.version} ${pin.index}`);
  assert.deepEqual(places, ["numpy 1.0 pypi", "other 1.0 pypi", "torch 2.0+cu118 cu118"]);
  const written = JSON.parse(lock) as { _meta: { sources: unknown[] }; default: Record<string, { index?: string }> };
  assert.deepEqual(written._meta.sources, [
    { name: "pypi", url: "https://pypi.org/simple", verify_ssl: true },
    { name: "cu118", url: "https://cu118.example/simple", verify_ssl: true },
  ]);
  assert.equal(written.default["torch"]?.index, "cu118");
  assert.equal(changeOf(advice, "torch").index, "cu118");
  assert.deepEqual(
    advice.notes.filter(({ severity }) => severity === "warning").map(({ message }) => message),
    [
      "From the index `cu118` (`https://cu118.example/simple`), which is none of yours and is offered here for CUDA 11.8: `torch`; `disable_index_adjustment: true` in `.thoth.yaml` keeps to your own",
    ],
  );
  const again = await askWith(`[packages]\ntorch = "*"\nother = "*"`, lock);
  assert.equal(solved(again).lock, lock);
});

test("of equal versions the offered one is taken, and a lock of the user's own moves visibly", async () => {
  const sections = `[packages]\ntorch = "==1.9"`;
  const world = await adviceWorld({ indexes: worldIndexes });
  const manifest = manifestText({ ...world, indexes: ["pypi"] }, sections);
  const own = solved(await advise(requestOf(manifest), world.services, signal)).lock;
  const advice = await askWith(sections, own);
  const change = changeOf(advice, "torch");
  assert.deepEqual([change.kind, change.from, change.to, change.index], ["moved", "1.9", "1.9", "cu118"]);
});

test("what is pinned does not move", async () => {
  const advice = await askWith(`[packages]\ntorch = {version = "*", index = "pypi"}`);
  assert.equal(solved(advice).packages["torch"]?.index, "pypi");
  assert.doesNotMatch(solved(advice).lock, /cu118/);
});

test("a build for AVX2 is taken where the processor of the environment has it, and nowhere else", async () => {
  const world = await adviceWorld({ indexes: { pypi: "torch 2.0", cu118: "torch 2.0+avx2" } });
  const services = { ...world.services, catalogue: [index({ cpuFlags: ["avx2"] })] };
  const request = requestOf(manifestText({ ...world, indexes: ["pypi"] }, `[packages]\ntorch = "*"`));
  const takenWith = async (cpuModel: number) => {
    const environment = { ...request.environment, hardware: { cpuFamily: 6, cpuModel } };
    const advice = await advise({ ...request, environment }, services, signal);
    const offered = advice.notes.filter(({ message }) => message.includes("is offered here for a processor with AVX2"));
    return [solved(advice).packages["torch"]?.version, offered.length];
  };
  assert.deepEqual(await takenWith(60), ["2.0+avx2", 1]);
  assert.deepEqual(await takenWith(58), ["2.0", 0]);
});
