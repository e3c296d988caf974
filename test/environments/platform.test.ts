/** What an operating system means to a wheel. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { platforms, tryCLibrary } from "../../src/environments/index.ts";
import { architectureOf, normalizeOperatingSystem } from "../../src/environments/platform.ts";

const normal: readonly [name: string, version: string, normal: string][] = [
  ["ubi", "8", "rhel 8"],
  ["UBI", "8.6", "rhel 8"],
  ["rhel", "9.4", "rhel 9"],
  ["rhel", "10", "rhel 10"],
  ["fedora", "35", "fedora 35"],
  ["Ubuntu", "22.04", "ubuntu 22.04"],
];

for (const [name, version, expected] of normal) {
  test(`${name} ${version} is ${expected}`, () => {
    const system = normalizeOperatingSystem({ name, version });
    assert.equal(`${system.name} ${system.version}`, expected);
  });
}

const libraries: readonly [system: string, library: string | undefined][] = [
  ["rhel 7", "glibc 2.17"],
  ["rhel 8", "glibc 2.28"],
  ["rhel 9", "glibc 2.34"],
  ["rhel 10", "glibc 2.39"],
  ["centos 8", "glibc 2.28"],
  ["rocky 9", "glibc 2.34"],
  ["fedora 28", "glibc 2.27"],
  ["fedora 32", "glibc 2.31"],
  ["fedora 35", "glibc 2.34"],
  ["fedora 43", "glibc 2.42"],
  ["debian 11", "glibc 2.31"],
  ["debian 12", "glibc 2.36"],
  ["debian 12.5", "glibc 2.36"],
  ["debian 13", "glibc 2.41"],
  ["ubuntu 20.04", "glibc 2.31"],
  ["ubuntu 24.04", "glibc 2.39"],
  ["alpine 3.20", "musl 1.2"],
  ["fedora 99", undefined],
  ["ubuntu 22", undefined],
  ["slackware 15", undefined],
  ["constructor 1", undefined],
  ["rhel constructor", undefined],
];

for (const [system, library] of libraries) {
  test(`${system} has ${library ?? "a C library that is not known"}`, () => {
    const [name = "", version = ""] = system.split(" ");
    const found = tryCLibrary({ name, version });
    assert.equal(found && `${found.kind} ${found.version.join(".")}`, library);
  });
}

test("every platform names its architecture", () => {
  assert.deepEqual(platforms.map(architectureOf), ["x86_64", "aarch64", "ppc64le", "s390x"]);
});
