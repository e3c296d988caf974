/** What markers see of an environment. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { markerEnvironment } from "../../src/environments/index.ts";
import { Marker } from "../../src/python/index.ts";

const environment = markerEnvironment({ pythonVersion: "3.8", platform: "linux-x86_64" });

test("all eleven variables have the values of CPython on Linux, and 3.8 means 3.8.0", () => {
  assert.deepEqual(environment, {
    os_name: "posix",
    sys_platform: "linux",
    platform_machine: "x86_64",
    platform_python_implementation: "CPython",
    platform_release: "",
    platform_system: "Linux",
    platform_version: "",
    python_version: "3.8",
    python_full_version: "3.8.0",
    implementation_name: "cpython",
    implementation_version: "3.8.0",
  });
});

const markers: readonly [marker: string, holds: boolean][] = [
  ['python_version < "3.10"', true],
  ['python_full_version >= "3.8.1"', false],
  ['sys_platform == "win32"', false],
  ['platform_machine == "x86_64" and os_name == "posix"', true],
  ['implementation_name != "pypy"', true],
];

for (const [marker, holds] of markers) {
  test(`${marker} ${holds ? "holds" : "does not hold"}`, () =>
    assert.equal(Marker.parse(marker).evaluate(environment), holds));
}

test("a patch version counts where one is stated", () => {
  const stated = markerEnvironment({ pythonVersion: "3.8", pythonFullVersion: "3.8.5", platform: "linux-x86_64" });
  assert.deepEqual(
    [stated.python_version, stated.python_full_version, stated.implementation_version],
    ["3.8", "3.8.5", "3.8.5"],
  );
});
