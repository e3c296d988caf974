import { test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { type PlainRelease, type PlainWorld, checkLock } from "./lock-checker.ts";

const manifest = `
[[source]]
name = "pypi"
url = "https://pypi.org/simple"
verify_ssl = true

[packages]
web = {version = ">=1", extras = ["tls"]}
win = {version = "*", sys_platform = "== 'win32'"}

[dev-packages]
http = "*"
`;

function release(filename: string, requires: readonly string[] = [], requiresPython = ""): PlainRelease {
  const sha256 = createHash("sha256").update(filename).digest("hex");
  return { requires, requiresPython, files: [{ filename, sha256 }] };
}

const world: PlainWorld = {
  pypi: {
    web: {
      "2.0": release("web-2.0-py3-none-any.whl", [
        "http (>=1.0,<2)",
        'tls ; extra == "tls"',
        "old; python_version < '3.8'",
      ]),
      "0.9": release("web-0.9-py3-none-any.whl"),
    },
    http: {
      "1.5": release("http-1.5-cp38-cp38-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"),
      "2.0": release("http-2.0-py3-none-any.whl"),
    },
    tls: {
      "1.0": release("tls-1.0-cp36-abi3-manylinux_2_28_x86_64.whl"),
      "2.0": release("tls-2.0-py3-none-any.whl", [], ">=3.9"),
    },
    win: { "1.0": release("win-1.0-cp38-cp38-win_amd64.whl") },
    mac: { "1.0": release("mac-1.0-cp38-cp38-macosx_11_0_arm64.whl") },
    spare: { "1.0": release("spare-1.0-py3-none-any.whl") },
  },
};

interface Entry {
  version: string;
  hashes: string[];
}

function entry(name: string, version: string): Entry {
  return {
    version: `==${version}`,
    hashes: world["pypi"]![name]![version]!.files.map(({ sha256 }) => `sha256:${sha256}`),
  };
}

/** Of the manifest above, by Pipenv's current formula. */
const digest = createHash("sha256")
  .update(
    '{"_meta":{"requires":{},"sources":[{"name":"pypi","url":"https://pypi.org/simple","verify_ssl":true}]},' +
      '"default":{"web":{"extras":["tls"],"version":">=1"},"win":{"sys_platform":"== \'win32\'","version":"*"}},' +
      '"develop":{"http":"*"}}',
  )
  .digest("hex");

function goodLock() {
  return {
    _meta: { hash: { sha256: digest } },
    default: {
      web: entry("web", "2.0"),
      http: entry("http", "1.5"),
      tls: entry("tls", "1.0"),
      win: entry("win", "1.0"),
    } as Record<string, Entry>,
    develop: { http: entry("http", "1.5") } as Record<string, Entry>,
  };
}

function faultsOf(change: (lock: ReturnType<typeof goodLock>) => void): string[] {
  const lock = goodLock();
  change(lock);
  const environment = {
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
  };
  const platform = { minor: 8, glibc: 28, architecture: "x86_64" };
  return checkLock({ manifest, lock: JSON.stringify(lock), world, environment, platform });
}

test("a lock that is right has no faults", () =>
  assert.deepEqual(
    faultsOf(() => {}),
    [],
  ));

const faults: readonly (readonly [fault: string, change: (lock: ReturnType<typeof goodLock>) => void])[] = [
  ["_meta: the digest is not that of the manifest", (lock) => (lock._meta.hash.sha256 = "0".repeat(64))],
  ["default: web requires http, which is not locked", (lock) => delete lock.default["http"]],
  ["default: web requires tls, which is not locked", (lock) => delete lock.default["tls"]],
  ["default: the manifest requires web, which is not locked", (lock) => delete lock.default["web"]],
  ["develop: the manifest requires http, which is not locked", (lock) => delete lock.develop["http"]],
  ["default: web requires http >=1.0,<2, and 2.0 is locked", (lock) => (lock.default["http"] = entry("http", "2.0"))],
  ["default: the manifest requires web >=1, and 0.9 is locked", (lock) => (lock.default["web"] = entry("web", "0.9"))],
  ["default: spare is locked and nobody requires it", (lock) => (lock.default["spare"] = entry("spare", "1.0"))],
  ["default: tls 2.0 needs Python >=3.9", (lock) => (lock.default["tls"] = entry("tls", "2.0"))],
  ["default: mac 1.0 has no file that fits", (lock) => (lock.default["mac"] = entry("mac", "1.0"))],
  ["default: tls 7 is on no index", (lock) => (lock.default["tls"]!.version = "==7")],
  ["default: tls has no hashes", (lock) => (lock.default["tls"]!.hashes = [])],
  ["default: tls has a foreign hash sha256:00", (lock) => lock.default["tls"]!.hashes.push("sha256:00")],
];

for (const [fault, change] of faults)
  test(`the second checker finds: ${fault}`, () => {
    const found = faultsOf(change);
    assert.ok(found.includes(fault), found.join("\n"));
  });
