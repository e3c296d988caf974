import assert from "node:assert/strict";
import { test } from "node:test";

import { pipenvHashes } from "../../../src/main/conformance/pipenv-hashes.ts";

test("PyPI's hashes are those of the release, any other index's those of every link with the version's text", () => {
  const files = ["1.0", "1.0.1", "11.0", "2.0"].map((version) => ({
    filename: `a-${version}.whl`,
    version,
    sha256: version,
  }));
  const unhashed = { filename: "a-1.0.tar.gz", version: "1.0", sha256: undefined };
  for (const url of ["https://pypi.org/simple", "http://pypi.python.org/simple/"]) {
    assert.deepEqual(pipenvHashes(url, "1.0.0", [...files, unhashed]), ["1.0"]);
  }
  for (const url of ["https://u:p@pypi.org/simple", "https://corp/simple"]) {
    assert.deepEqual(pipenvHashes(url, "1.0", [...files, unhashed]), ["1.0", "1.0.1", "11.0"]);
  }
});
