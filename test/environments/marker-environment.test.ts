/** What markers see of an environment. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { markerEnvironment } from "../../src/environments/index.ts";
import { Marker } from "../../src/python/index.ts";

const environment = markerEnvironment({ pythonVersion: "3.8", platform: "linux-x86_64" });

test("all eleven variables have the values of CPython on Linux, and 3.8 means the last 3.8", () => {
  assert.deepEqual(environment, {
    os_name: "posix",
    sys_platform: "linux",
    platform_machine: "x86_64",
    platform_python_implementation: "CPython",
    platform_release: "",
    platform_system: "Linux",
    platform_version: "",
    python_version: "3.8",
    python_full_version: "3.8.20",
    implementation_name: "cpython",
    implementation_version: "3.8.20",
  });
});

const markers: readonly [marker: string, holds: boolean][] = [
  ['python_version < "3.10"', true],
  ['python_full_version >= "3.8.1"', true],
  ['python_full_version >= "3.9"', false],
  ['sys_platform == "win32"', false],
  ['platform_machine == "x86_64" and os_name == "posix"', true],
  ['implementation_name != "pypy"', true],
];

for (const [marker, holds] of markers) {
  test(`${marker} ${holds ? "holds" : "does not hold"}`, () =>
    assert.equal(Marker.parse(marker).evaluate(environment), holds));
}

test("a minor version that still gets releases is newer than any of them", () => {
  const living = markerEnvironment({ pythonVersion: "3.14", platform: "linux-x86_64" });
  for (const [marker, holds] of [
    ['python_full_version >= "3.14.40"', true],
    ['python_full_version < "3.15"', true],
    ['python_version == "3.14"', true],
  ] as const)
    assert.equal(Marker.parse(marker).evaluate(living), holds, marker);
});

test("Python 2 has its own names for Linux and for itself", () => {
  const old = markerEnvironment({ pythonVersion: "2.7", platform: "linux-x86_64" });
  assert.deepEqual(
    [old.sys_platform, old.python_full_version, old.implementation_name, old.implementation_version],
    ["linux2", "2.7.18", "", "0"],
  );
});

test("a patch version counts where one is stated", () => {
  const stated = markerEnvironment({ pythonVersion: "3.8", pythonFullVersion: "3.8.5", platform: "linux-x86_64" });
  assert.deepEqual(
    [stated.python_version, stated.python_full_version, stated.implementation_version],
    ["3.8", "3.8.5", "3.8.5"],
  );
});
