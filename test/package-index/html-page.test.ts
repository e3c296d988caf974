import { test } from "node:test";
import assert from "node:assert/strict";
import { limits } from "../../src/base/index.ts";
import { parseHtmlPage } from "../../src/package-index/html-page.ts";

const address = new URL("https://pypi.example/simple/foo/");
const digest = "0123456789abcdef".repeat(4);

const bare = {
  filename: "foo-1.whl",
  url: "https://files.example/foo-1.whl",
  sha256: undefined,
  size: undefined,
  uploaded: undefined,
  requiresPython: undefined,
  yanked: undefined,
  sidecar: undefined,
};

/** A link, and what we read from it. */
const links: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['<a href="https://files.example/foo-1.whl">foo</a>', {}],
  [`<a href="https://files.example/foo-1.whl#sha256=${digest}">`, { sha256: digest }],
  [`<a href="https://files.example/foo-1.whl#egg=foo&amp;sha256=${digest}">`, { sha256: digest }],
  ['<a href="https://files.example/foo-1.whl#md5=123">', {}],
  ['<a href=" ../../f/foo-1.whl ">', { url: "https://pypi.example/f/foo-1.whl" }],
  ['<a href="https://me:hunter2@files.example/foo-1.whl">', {}],
  [
    '<a href="https://files.example/foo-1%2Bcu.whl">',
    { filename: "foo-1+cu.whl", url: "https://files.example/foo-1%2Bcu.whl" },
  ],
  [
    '<a href="https://files.example/foo-1%zz.whl">',
    { filename: "foo-1%zz.whl", url: "https://files.example/foo-1%zz.whl" },
  ],
  ['<a href="https://files.example/foo-1.whl" data-requires-python="&gt;=3.6">', { requiresPython: ">=3.6" }],
  ['<a href="https://files.example/foo-1.whl" data-yanked>', { yanked: "" }],
  ['<a href="https://files.example/foo-1.whl" data-yanked="a &quot;bug&quot;">', { yanked: 'a "bug"' }],
  ['<a href="https://files.example/foo-1.whl" data-provenance="https://x">', { provenance: "https://x" }],
  ['<a href="https://files.example/foo-1.whl" data-core-metadata="true">', { sidecar: { sha256: undefined } }],
  [`<a href="https://files.example/foo-1.whl" data-core-metadata="sha256=${digest}">`, { sidecar: { sha256: digest } }],
  [
    `<a href="https://files.example/foo-1.whl" data-dist-info-metadata="sha256=${digest}">`,
    { sidecar: { sha256: digest } },
  ],
  ['<a href="https://files.example/foo-1.whl" data-core-metadata="false">', {}],
];
for (const [link, read] of links) {
  test(`the file of ${link}`, () => assert.deepEqual(parseHtmlPage("p", link, address).files, [{ ...bare, ...read }]));
}

test("links that lead to no file are left out", () => {
  const html =
    '<a>top</a><a href="mailto:x@y">x</a><a href="/simple/">up</a><a href="javascript:x">x</a><a href="https://">x</a>';
  assert.deepEqual(parseHtmlPage("p", html, address).files, []);
});

test("the first base of a page goes before its address", () => {
  const html = '<base href="https://mirror.example/a/"><base href="https://other.example/"><a href="foo-1.whl">';
  assert.deepEqual(
    parseHtmlPage("p", html, address).files.map((file) => file.url),
    ["https://mirror.example/a/foo-1.whl"],
  );
});

test("a page says what its project is, and why", () => {
  const meta = (name: string, content: string) => `<meta name="${name}" content="${content}">`;
  const version = meta("pypi:repository-version", "1.4");
  const reason = meta("pypi:project-status-reason", "It &amp; others");
  const statusOf = (...metas: readonly string[]) => parseHtmlPage("p", metas.join(""), address).status;
  assert.deepEqual(statusOf(version, meta("PyPI:project-status", "quarantined"), reason), {
    state: "quarantined",
    reason: "It & others",
  });
  assert.deepEqual(statusOf(version, meta("pypi:project-status", "unheard-of"), reason), undefined);
  assert.deepEqual(statusOf(version, reason), undefined);
});

test("a page of another major version is refused", () => {
  const meta = (version: string) => `<meta name="pypi:repository-version" content="${version}">`;
  assert.deepEqual(parseHtmlPage("p", meta("1.3"), address).files, []);
  const message = "p has the API version `2.0`, and only 1.x can be read";
  assert.throws(() => parseHtmlPage("p", meta("2.0"), address), { code: "INDEX_PAGE_UNREADABLE", message });
});

test("a page may have as many links as the limit, and not one more", () => {
  const link = '<a href="foo-1.whl"></a>';
  assert.equal(parseHtmlPage("p", link.repeat(limits.indexPage.files), address).files.length, limits.indexPage.files);
  assert.throws(() => parseHtmlPage("p", link.repeat(limits.indexPage.files + 1), address), {
    code: "INPUT_TOO_LARGE",
  });
});

for (const [what, text] of [
  ["an empty body", ""],
  ["words", "Please log in"],
  ["a login page", '<html><body><a href="/login.html">Log in</a></body></html>'],
] as const)
  test(`${what} is no project without releases`, () =>
    assert.throws(() => parseHtmlPage("index `x`", text, new URL("https://x.example/simple/a/")), {
      code: "INDEX_PAGE_UNREADABLE",
    }));

for (const text of [
  "<!DOCTYPE html><html><body><h1>Links for a</h1></body></html>",
  '<html><body><a href="../">../</a></body></html>',
  '<html><head><meta name="pypi:repository-version" content="1.0"></head><body><a href="/help.html">?</a></body></html>',
])
  test(`a project may have no releases: ${text}`, () =>
    assert.ok(Array.isArray(parseHtmlPage("index `x`", text, new URL("https://x.example/simple/a/")).files)));
