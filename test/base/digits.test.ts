import assert from "node:assert/strict";
import { test } from "node:test";

import { checkDigits } from "../../src/base/index.ts";

test("4,300 digits in a row are read, and one more is refused", () => {
  checkDigits("Pipfile", `a = ${"1".repeat(4_300)}`);
  checkDigits("Pipfile", `a = ${"1".repeat(4_300)}.${"1".repeat(4_300)}`);
  assert.throws(() => checkDigits("Pipfile", `a = ${"1_".repeat(2_151)}`), {
    code: "INPUT_TOO_LARGE",
    message: "Pipfile: 4302 digits in a row, and at most 4300 are read",
  });
});
