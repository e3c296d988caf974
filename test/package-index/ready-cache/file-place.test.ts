import { test } from "node:test";
import assert from "node:assert/strict";
import {
  formatMoment,
  joinPlace,
  splitFilename,
  splitPlace,
  tryParseMoment,
} from "../../../src/package-index/ready-cache/file-place.ts";

const names: readonly (readonly [string, string])[] = [
  ["foo-1.0", "-py3-none-any.whl"],
  ["foo-1.0-1build", "-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"],
  ["foo-1.0", ".tar.gz"],
  ["foo-1.0", ".zip"],
  ["foo-1.0.tar.bz2", ""],
  ["none-any", ".whl"],
  ["foo-py3-none-any", ".whl"],
];
for (const [start, ending] of names) {
  test(`\`${start}${ending}\` ends in \`${ending}\``, () => {
    assert.deepEqual(splitFilename(start + ending), [start, ending]);
  });
}

const path = `12/34/${"5".repeat(60)}`;
const hex = path.replaceAll("/", "");
const places: readonly (readonly [string, string, string | undefined, boolean])[] = [
  [`https://files.example/packages/${path}/foo.whl`, "https://files.example/packages/", hex, true],
  [`${path}/foo.whl`, "", hex, true],
  [`${path}/foo.whl?x`, `${path}/foo.whl?x`, undefined, false],
  [`https://files.example/${path}`, "https://files.example/", hex, false],
  [`https://files.example/x${path}/foo.whl`, `https://files.example/x${path}`, undefined, true],
  ["https://files.example/foo%2Ewhl", "https://files.example/foo%2Ewhl", undefined, false],
];
for (const [address, start, digest, isNamed] of places) {
  test(`\`${address}\` starts with \`${start}\``, () => {
    const place = splitPlace(address, "foo.whl");
    assert.deepEqual(place, { start, digest, isNamed });
    assert.equal(joinPlace(place, "foo.whl"), address);
  });
}

/** Texts, and the microseconds that they are kept as; undefined for those that are kept as texts. */
const times: readonly (readonly [string, number | undefined])[] = [
  ["1970-01-01T00:00:00Z", 0],
  ["2024-02-29T23:59:59.5Z", 1_709_251_199_500_000],
  ["2024-02-29T23:59:59.000001Z", 1_709_251_199_000_001],
  ["2024-02-29T23:59:59.0000001Z", undefined],
  ["2023-02-29T00:00:00Z", undefined],
  ["2024-01-01T24:00:00Z", undefined],
  ["1969-12-31T23:59:59Z", undefined],
  ["9999-12-31T23:59:59Z", undefined],
  ["2024-01-01 00:00:00Z", undefined],
];
for (const [text, microseconds] of times) {
  test(`\`${text}\` is ${microseconds ?? "no number"}`, () => {
    const moment = tryParseMoment(text);
    assert.equal(moment?.microseconds, microseconds);
    if (moment !== undefined) assert.equal(formatMoment(moment), text);
  });
}
