/** `abi`, `rpm_packages` and `python_packages`: listed, negated, of an image that nobody has looked into, and together. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImageContents } from "../../../src/ports/index.ts";
import { context } from "../../support/pipeline-samples.ts";
import { environmentCondition, type RunRow, testRuns } from "../../support/condition-samples.ts";

const git = {
  package_name: "git",
  arch: "x86_64",
  epoch: null,
  package_identifier: "git-2.39.3-1.el8_8.x86_64",
  package_version: "2.39.3",
  release: "1.el8_8",
  src: false,
};
const kernels = ["4.18.0", "5.14.0"].map((version) => ({ package_name: "kernel", package_version: version }));
const openssl = { package_name: "openssl", epoch: "1", package_version: "1.1.1k" };

const image: ImageContents = {
  rpms: [git, ...kernels, openssl],
  pythonPackages: [
    { package_name: "Flask", package_version: "2.0.1", location: "/opt/app-root/lib/python3.8/site-packages" },
    { package_name: "pip", package_version: "21.3.1", location: "/usr/lib/python3.8/site-packages" },
    { package_name: "pip", package_version: "9.0.3", location: "/opt/app-root/lib/python3.8/site-packages" },
    { package_name: "odd", package_version: "2004-x" },
  ],
  symbols: new Set(["GLIBC_2.17", "GLIBC_2.28", "GCC_3.0"]),
};
const empty: ImageContents = { rpms: [], pythonPackages: [], symbols: new Set() };

/** What is stated, whether it holds of `image`, and of one that is empty. */
const rows: readonly (readonly [stated: string, holds: boolean, ofEmpty: boolean])[] = [
  ["abi: [GLIBC_2.28]", true, false],
  ["abi: [GLIBC_2.28, GCC_3.0]", true, false],
  ["abi: [GLIBC_2.28, GLIBC_2.34]", false, false],
  ["abi: {not: [GLIBC_2.34]}", true, false],
  ["abi: {not: [GLIBC_2.34, GLIBC_2.28]}", false, false],

  ["rpm_packages: [{package_name: git}]", true, false],
  ["rpm_packages: [{package_name: Git}]", false, false],
  ["rpm_packages: [{package_name: git}, {package_name: openssl}]", true, false],
  ["rpm_packages: [{package_name: git}, {package_name: vim}]", false, false],
  ["rpm_packages: [{package_name: git, arch: x86_64}]", true, false],
  ["rpm_packages: [{package_name: git, arch: aarch64}]", false, false],
  ["rpm_packages: [{package_name: git, epoch: null}]", true, false],
  ["rpm_packages: [{package_name: openssl, epoch: null}]", false, false],
  ['rpm_packages: [{package_name: openssl, epoch: "1"}]', true, false],
  ['rpm_packages: [{package_name: git, epoch: "1"}]', false, false],
  ["rpm_packages: [{package_name: git, package_version: 2.39.3}]", true, false],
  ["rpm_packages: [{package_name: git, package_version: 2.39.4}]", false, false],
  ["rpm_packages: [{package_name: git, package_identifier: git-2.39.3-1.el8_8.x86_64}]", true, false],
  ["rpm_packages: [{package_name: git, release: 1.el8_8, src: false}]", true, false],
  ["rpm_packages: [{package_name: git, release: 1.el8_8, src: true}]", false, false],
  ["rpm_packages: [{package_name: git, release: 1.el9}]", false, false],
  ["rpm_packages: [{package_name: openssl, arch: x86_64}]", false, false],
  // Several versions of one name.
  ["rpm_packages: [{package_name: kernel, package_version: 5.14.0}]", true, false],
  ["rpm_packages: [{package_name: kernel, package_version: 4.18.0}]", true, false],
  ["rpm_packages: [{package_name: kernel, package_version: 6.1.0}]", false, false],
  // None of these is there.
  ["rpm_packages: {not: [{package_name: git}]}", false, true],
  ["rpm_packages: {not: [{package_name: vim}]}", true, true],
  ["rpm_packages: {not: [{package_name: vim}, {package_name: git}]}", false, true],
  ["rpm_packages: {not: [{package_name: git, package_version: 2.39.4}]}", true, true],
  ["rpm_packages: {not: [{package_name: kernel, package_version: 5.14.0}]}", false, true],

  ["python_packages: [{name: flask}]", true, false],
  ["python_packages: [{name: FLASK}]", true, false],
  ["python_packages: [{name: flask}, {name: django}]", false, false],
  ['python_packages: [{name: flask, version: ">=2,<3"}]', true, false],
  ['python_packages: [{name: flask, version: "<2"}]', false, false],
  ['python_packages: [{name: pip, version: "<10"}]', true, false],
  ['python_packages: [{name: pip, version: "<10", location: "^/usr/.*"}]', false, false],
  ['python_packages: [{name: odd, version: ">0"}]', false, false],
  ['python_packages: [{name: odd, version: "===2004-x"}]', true, false],
  ['python_packages: [{name: odd, location: ".*"}]', false, false],
  ['python_packages: [{name: flask, location: "^/opt/app-root/.*"}]', true, false],
  ['python_packages: [{name: flask, location: "/opt/app-root"}]', false, false],
  ['python_packages: [{name: flask, location: "^/usr/.*"}]', false, false],
  ["python_packages: {not: [{name: flask}]}", false, true],
  ["python_packages: {not: [{name: django}]}", true, true],
  ["python_packages: {not: [{name: django}, {name: flask}]}", false, true],
  ['python_packages: {not: [{name: flask, version: "<2"}]}', true, true],
  ['python_packages: {not: [{name: flask, location: "^/usr/.*"}]}', true, true],

  // What follows symbols that are there still counts.
  ["abi: [GLIBC_2.28], rpm_packages: [{package_name: vim}]", false, false],
  ["abi: [GLIBC_2.28], python_packages: [{name: django}]", false, false],
  ["abi: [GLIBC_2.28], rpm_packages: [{package_name: git}], python_packages: [{name: flask}]", true, false],
];

function of(contents: ImageContents | undefined, holds: (row: (typeof rows)[number]) => boolean): RunRow[] {
  return rows.map((row) => [
    `{adviser_pipeline: true, runtime_environments: {${row[0]}}}`,
    holds(row),
    { image: contents },
  ]);
}

testRuns(
  of(image, ([, holds]) => holds),
  () => "of the image",
);
testRuns(
  of(empty, ([, , holds]) => holds),
  () => "of an image that holds nothing",
);
testRuns(
  of(undefined, () => false),
  () => "of an image that nobody has looked into",
);

function holds(stated: string): boolean {
  return environmentCondition(stated).holds(context({ run: { image } }));
}

test("symbols that are there do not end the look at packages", () => {
  assert.equal(holds("abi: [GLIBC_2.28], rpm_packages: [{package_name: vim}]"), false);
  assert.equal(holds("abi: [GLIBC_2.28], python_packages: {not: [{name: flask}]}"), false);
});

test("packages that must not be there: not one of them, in no version", () => {
  assert.equal(holds("rpm_packages: {not: [{package_name: vim}, {package_name: git}]}"), false);
  assert.equal(holds("rpm_packages: {not: [{package_name: kernel, package_version: 4.18.0}]}"), false);
  assert.equal(holds("python_packages: {not: [{name: django}, {name: flask}]}"), false);
  assert.equal(holds("rpm_packages: {not: [{package_name: vim}]}, python_packages: {not: [{name: django}]}"), true);
});

test("an RPM may be asked for that has no epoch", () => {
  assert.equal(holds("rpm_packages: [{package_name: git, epoch: null}]"), true);
  assert.equal(holds("rpm_packages: [{package_name: openssl, epoch: null}]"), false);
});
