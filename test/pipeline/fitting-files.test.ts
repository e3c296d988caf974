import assert from "node:assert/strict";
import { test } from "node:test";
import { bestFile, fileRank, fittingFiles } from "../../src/pipeline/index.ts";
import { candidate, context, file } from "../support/pipeline-samples.ts";

const rhel8 = context();

test("files that fit come best first: not yanked, then by tag, then by build number", () => {
  const order = [
    "demo-1.0-cp38-cp38-manylinux_2_28_x86_64.whl",
    "demo-1.0-cp38-cp38-manylinux2014_x86_64.whl",
    "demo-1.0-cp38-abi3-manylinux2014_x86_64.whl",
    "demo-1.0-cp36-abi3-manylinux2014_x86_64.whl",
    "demo-1.0-2-py3-none-any.whl",
    "demo-1.0-1a-py3-none-any.whl",
    "demo-1.0-1-py3-none-any.whl",
    "demo-1.0-py3-none-any.whl",
    "demo-1.0-cp38-cp38-manylinux_2_17_x86_64.whl",
  ];
  const yankedAt = order.length - 1;
  const files = order.map((name, index) => file(name, index === yankedAt ? { yanked: "bad" } : {}));
  const others = ["demo-1.0.tar.gz", "demo-1.0-cp39-cp39-manylinux_2_28_x86_64.whl", "demo-1.0-py3.8.egg"].map((name) =>
    file(name),
  );
  const release = candidate("demo 1.0", [...others, ...files.toReversed()]);
  assert.deepEqual(
    fittingFiles(release, rhel8).map(({ filename }) => filename),
    order,
  );
  assert.equal(bestFile(release, rhel8)?.filename, order[0]);
});

test("a file has the rank of its best tag, and none where it does not fit", () => {
  const compressed = fileRank(file("demo-1.0-cp38-cp38-manylinux2014_x86_64.manylinux_2_28_x86_64.whl"), rhel8);
  assert.equal(compressed, fileRank(file("demo-1.0-cp38-cp38-manylinux_2_28_x86_64.whl"), rhel8));
  assert.equal(fileRank(file("demo-1.0-cp38-cp38-win_amd64.whl"), rhel8), undefined);
  assert.equal(fileRank(file("demo-1.0-py3-none-any.whl", { requiresPython: "<3.8" }), rhel8), undefined);
  assert.equal(fileRank(file("demo-1.0.tar.gz"), rhel8), undefined);
});

test("a release with nothing that fits has no best file", () => {
  assert.equal(bestFile(candidate("demo 1.0", [file("demo-1.0.tar.gz")]), rhel8), undefined);
});
