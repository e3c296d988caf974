import assert from "node:assert/strict";
import { test } from "node:test";
import { builtinUnits, factSource } from "../../src/pipeline/index.ts";
import { candidate, context, type ContextSketch, file } from "../support/pipeline-samples.ts";

const wheel = "demo-1.0-py3-none-any.whl";
const sdist = "demo-1.0.tar.gz";
const yanked = (why: string) => [file(wheel, { yanked: why })];

/** The context of RHEL 8, Python 3.8 and x86_64; each case is files of `demo 1.0` and the reasons against it. */
const cases: readonly (readonly [string, ReturnType<typeof file>[], string[], ContextSketch?])[] = [
  ["a wheel for any platform fits", [file(wheel)], []],
  ["a wheel for glibc 2.28 fits RHEL 8", [file("demo-1.0-cp38-cp38-manylinux_2_28_x86_64.whl")], []],
  [
    "a wheel for glibc 2.34 does not fit RHEL 8",
    [file("demo-1.0-cp38-cp38-manylinux_2_34_x86_64.whl")],
    ["fitting-file: No wheel fits Python 3.8 on linux-x86_64"],
  ],
  [
    "wheels for another platform do not fit, and the source distribution beside them can be built",
    [file("demo-1.0-cp38-cp38-win_amd64.whl"), file(sdist)],
    [],
  ],
  ["a source distribution alone can be built", [file(sdist)], []],
  [
    "the source distribution beside a wheel that does not fit excludes the Python",
    [file("demo-1.0-cp38-cp38-win_amd64.whl"), file(sdist, { requiresPython: ">=3.9" })],
    ["fitting-file: No wheel fits Python 3.8 on linux-x86_64"],
  ],
  [
    "a file name that is none does not fit",
    [file("demo.whl")],
    ["fitting-file: No wheel fits Python 3.8 on linux-x86_64"],
  ],
  ["a source distribution beside a wheel that fits is no obstacle", [file(sdist), file(wheel)], []],
  [
    "a newer Python is needed",
    [file(wheel, { requiresPython: ">=3.9" }), file(sdist, { requiresPython: ">=3.9" })],
    ["requires-python: Requires-Python >=3.9 excludes Python 3.8"],
  ],
  [
    "files differ in the Python they exclude",
    [file(wheel, { requiresPython: ">=3.9" }), file(sdist, { requiresPython: "<3" })],
    ["requires-python: Requires-Python >=3.9 and <3 excludes Python 3.8"],
  ],
  ["one file admits the Python", [file(wheel), file(sdist, { requiresPython: ">=3.9" })], []],
  [
    "the wheel that admits the Python does not fit",
    [file(wheel, { requiresPython: ">=3.9" }), file("demo-1.0-cp38-cp38-win_amd64.whl")],
    ["fitting-file: No wheel fits Python 3.8 on linux-x86_64"],
  ],
  [
    "an old spelling of Requires-Python counts",
    [file(wheel, { requiresPython: ">=3.9.*" })],
    ["requires-python: Requires-Python >=3.9.* excludes Python 3.8"],
  ],
  ["a Requires-Python that cannot be read excludes nothing", [file(wheel, { requiresPython: ">=3.9." })], []],
  ["a release is yanked", yanked("breaks everything"), ["yanked: Yanked: breaks everything"]],
  ["a release is yanked without a reason", yanked(""), ["yanked: Yanked, without a reason"]],
  ["a release with one file yanked keeps the other", [...yanked("old"), file("demo-1.0-1-py3-none-any.whl")], []],
  ["a source distribution is yanked", [file(sdist, { yanked: "bad" })], ["yanked: Yanked: bad"]],
  ["one of two source distributions is yanked", [file(sdist, { yanked: "bad" }), file("demo-1.0.zip")], []],
  ["only the file that fits is yanked", [...yanked("bad"), file(sdist)], ["yanked: Yanked: bad"]],
  ["a yanked release is pinned", yanked("bad"), [], { requirements: ["demo==1"] }],
  ["a yanked release is pinned as text", yanked("bad"), [], { requirements: ["demo===1.0"] }],
  ["a yanked release is locked", yanked("bad"), [], { locked: ["demo 1.0"] }],
  ["another release is locked", yanked("bad"), ["yanked: Yanked: bad"], { locked: ["demo 1.1"] }],
  ["another release is pinned", yanked("bad"), ["yanked: Yanked: bad"], { requirements: ["demo==2"] }],
  ["another package is pinned", yanked("bad"), ["yanked: Yanked: bad"], { requirements: ["other==1.0"] }],
  ["a prefix match is no pin", yanked("bad"), ["yanked: Yanked: bad"], { requirements: ["demo==1.*"] }],
  ["a range is no pin", yanked("bad"), ["yanked: Yanked: bad"], { requirements: ["demo>=1,<=1"] }],
  [
    "a pin among other bounds is no single pin",
    yanked("bad"),
    ["yanked: Yanked: bad"],
    { requirements: ["demo==1.0,<2"] },
  ],
];

for (const [title, files, reasons, sketch] of cases)
  test(title, () => {
    const release = candidate("demo 1.0", files);
    const facts = [...factSource(builtinUnits, context(sketch)).facts(release.name, [release])];
    assert.deepEqual(
      facts.map((fact) => `${fact.reason.unit}: ${fact.reason.message}`),
      reasons,
    );
    assert.ok(facts.every((fact) => fact.kind === "remove" && fact.candidate === release));
  });
