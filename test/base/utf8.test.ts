import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeUtf8 } from "../../src/base/index.ts";

test("text is decoded as it is, its byte order mark included", () => {
  assert.equal(decodeUtf8("f", Buffer.from("\ufeffé😀\r\n")), "\ufeffé😀\r\n");
});

test("UTF-16 that says so by its mark is text too", () => {
  const bytes = Buffer.from("\ufeffclick\r\n", "utf16le");
  assert.equal(decodeUtf8("f", bytes), "\ufeffclick\r\n");
  assert.equal(decodeUtf8("f", Buffer.from(bytes).swap16()), "\ufeffclick\r\n");
});

test("what is not UTF-8 is refused by name, not replaced", () => {
  for (const bytes of [[0xff, 0xfe, 0x00], [0xfe], [0xc3], [0xed, 0xa0, 0x80]])
    assert.throws(() => decodeUtf8("Pipfile", Uint8Array.from(bytes)), {
      code: "NOT_UTF8",
      message: "Pipfile: not UTF-8 text",
    });
});
