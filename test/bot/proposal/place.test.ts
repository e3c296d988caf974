/** Where a message says that something is wrong. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { tryReadPlace } from "../../../src/bot/proposal/place.ts";

const places: readonly (readonly [message: string, path?: string, line?: number, rest?: string])[] = [
  [".thoth.yaml:2:11: `name` is `x`", ".thoth.yaml", 2, "`name` is `x`"],
  ["a b/Pipfile:7: two: parts", "a b/Pipfile", 7, "two: parts"],
  ["Pipfile:0:0: whole", "Pipfile", 1, "whole"],
  ["Pipfile:3:1: ", "Pipfile", 3, ""],
  ["Pipfile:3:1: a\nb", "Pipfile", 3, "a\nb"],
  ["there is no `Pipfile`"],
  ["the index `https://pypi.example:443/simple` answers 503"],
  ["https://pypi.example:443: refused"],
  ["Pipfile: 3 keys, and at most 2 are read"],
  ["Pipfile:3:1 words"],
  ["Pipfile:-3: words"],
  ["Pipfile:12345678: words"],
  [":3: words"],
  ["first\nPipfile:3: words"],
  [`${"x".repeat(501)}:3: words`],
  [""],
];

for (const [message, path, line, rest] of places)
  test(`${JSON.stringify(message).slice(0, 60)} ${path === undefined ? "names no place" : `is about line ${line} of ${path}`}`, () => {
    assert.deepEqual(tryReadPlace(message), path === undefined ? undefined : { path, line, message: rest });
  });
