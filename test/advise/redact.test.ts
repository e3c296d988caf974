import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { redact, redacted } from "../../src/advise/redact.ts";
import { cpuTime } from "../support/cpu-time.ts";

const secret = "s3cr3tValue0123456789abcdefABCDEF0123";

for (const text of [
  `https://user:${secret}@pypi.example.org/simple`,
  `https://${secret}@pypi.example.org/simple`,
  `see https://a:${secret}@b.example.org and https://c:${secret}@d.example.org`,
  `https://user:p@${secret}@pypi.example.org/simple`,
  `https%3A%2F%2Fuser%3A${secret}%40pypi.example.org`,
  `http://user:${secret}@proxy:3128`,
  `postgres://thoth:${secret}@db/thoth`,
  `ghp_${secret}`,
  `ghs_${secret}`,
  `github_pat_11AA_${secret}`,
  `glpat-${secret}`,
  `pypi-AgEIcHlwaS5vcmc${secret}`,
  `xoxb-1234567890-${secret}`,
  `npm_${secret}`,
  `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${secret}`,
  `Authorization: Bearer ${secret}`,
  `Basic ${secret}==`,
])
  test(`redacts ${text.slice(0, 40)}`, () => {
    const clean = redact(text);
    assert.doesNotMatch(clean, new RegExp(secret));
    assert.ok(clean.includes(redacted), clean);
    assert.equal(redact(clean), clean);
  });

for (const text of [
  "https://pypi.org/simple",
  "ssh://git@github.com/owner/repo.git",
  "name @ git+https://github.com/owner/repo@0123abc",
  "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "Basic types of `pypi-attestations` 0.0.27",
  "//comment without an address",
])
  test(`leaves ${text.slice(0, 50)}`, () => assert.equal(redact(text), text));

test("is idempotent, and linear on what nearly is an address", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."/:@%2F4 0aeyJ.-_".split("")), maxLength: 60 }), (text) =>
      assert.equal(redact(redact(text)), redact(text)),
    ),
  );
  for (const piece of ["//", "%2F%2F", "//a", "eyJaaaaaaaaaa-", "ghp_", "Bearer "]) {
    const time = cpuTime(() => redact(piece.repeat(20_000)));
    assert.ok(time < 2_000, `${piece}: ${time}`);
  }
});
