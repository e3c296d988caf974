/** Which releases have a page to read, by the index that they are from. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type FinishedStack, notesOn } from "../../../src/pipeline/index.ts";
import { releaseLinks } from "../../../src/pipeline/units/release-links.ts";
import { publicIndex } from "../../../src/ports/index.ts";
import { candidate, context } from "../../support/pipeline-samples.ts";

const page = publicIndex.url.replace("simple", "project");

/** The address of the index of `flask 2.0`, and the link; undefined without one. */
const links: readonly (readonly [address: string, link: string | undefined])[] = [
  [publicIndex.url, `${page}/flask/2.0/`],
  [`${publicIndex.url}/`, `${page}/flask/2.0/`],
  ["https://corp.example/root/simple", "https://corp.example/root/simple/flask/"],
  ["https://corp.example/cu118/", "https://corp.example/cu118/flask/"],
  ["https://${USER}:${PASSWORD}@corp.example/simple", undefined],
  ["https://corp.example/simple?token=secret", undefined],
  ["corp", undefined],
];
for (const [address, link] of links)
  test(`a release of ${address} has ${link ?? "no page"}`, () => {
    assert.deepEqual(
      notes(address, []).map(({ reason }) => reason.link),
      [link],
    );
  });

test("a release that is locked already is not told, and each note is a detail on its package", () => {
  assert.deepEqual(notes(publicIndex.url, ["flask 2.0"]), []);
  const [note] = notes(publicIndex.url, ["flask 1.0"]);
  assert.deepEqual(
    [note?.detail, note?.subject, note?.reason.message],
    [true, { package: "flask" }, "`flask 2.0` is from `pypi`"],
  );
});

test("a release of an index whose address is not known is not told", () => {
  assert.deepEqual(notesOn(context({ run: { indexes: new Map() } }), stack, [releaseLinks]), []);
});

const stack: FinishedStack = {
  candidates: [candidate("flask 2.0")],
  introducers: () => new Set(),
  atHand: () => [],
  hasDeparted: () => false,
};

function notes(address: string, locked: readonly string[]) {
  return notesOn(context({ locked, run: { indexes: new Map([["pypi", address]]) } }), stack, [releaseLinks]);
}
