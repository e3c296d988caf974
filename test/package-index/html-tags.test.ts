import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { startTags } from "../../src/package-index/html-tags.ts";
import { cpuTime } from "../support/cpu-time.ts";

/** Start tags as `name key=value …`. */
function tags(html: string): readonly string[] {
  return [...startTags(html, () => true)].map(({ name, attributes }) =>
    [name, ...[...attributes].map((pair) => pair.join("="))].join(" "),
  );
}

/** HTML, then its start tags. */
const documents: readonly (readonly [string, readonly string[]])[] = [
  ['<a href="x">y</a>', ["a href=x"]],
  ["<A HREF='x'>y</A>", ["a href=x"]],
  ["<a href=x>y", ["a href=x"]],
  ['<a\n\thref = "x"\r\ndata-yanked>y</a>', ["a href=x data-yanked="]],
  ['<a href="a>b">', ["a href=a>b"]],
  ['<a href="x"data-yanked="y">', ["a href=x data-yanked=y"]],
  ['<a href="1" href="2">', ["a href=1"]],
  ['<br/><img src="x"/>', ["br", "img src=x"]],
  ["<a data-requires-python='&gt;=3.6,&lt;4'>", ["a data-requires-python=>=3.6,<4"]],
  ['<a t="&amp;lt; &#39;&#x27;&quot;&apos; &copy; &bogus; &#0; &">', ["a t=&lt; ''\"' &copy; &bogus; &#0; &"]],
  ["<!-- <a href=x> --><b>", ["b"]],
  ["<!-- <a href=x>", []],
  ["<script>if (a<b) '<a href=x>'</SCRIPT><b>", ["script", "b"]],
  ["<title><a></title><b>", ["title", "b"]],
  ["<script><a href=x>", ["script"]],
  ["1 < 2 <3 <<a href=x>", ["a href=x"]],
  ["<!DOCTYPE html></p><?xml?><a>", ["a"]],
  ['<a href="x', ["a href=x"]],
  ["<a href=", ["a href="]],
  ["<a =x>", ["a =x="]],
  ["<a", ["a"]],
  ["<", []],
];
for (const [html, expected] of documents) test(`the tags of ${html}`, () => assert.deepEqual(tags(html), expected));

test("attributes that nobody reads are passed over, whatever their values hold", () => {
  const html = `<a title="href='y'" HREF=x data-x=">">`;
  const [tag, ...others] = startTags(html, (name) => name === "href");
  assert.deepEqual([...tag!.attributes, ...others], [["href", "x"]]);
});

test("whatever comes is read to its end", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "a",
    " ",
    "=",
    '"',
    "'",
    "/",
    "!--",
    "-->",
    "&",
    "&#x41;",
    "script",
    "</script",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      for (const tag of startTags(pieces.join(""), () => true)) assert.match(tag.name, /^[a-z]/);
    }),
  );
});

test("a megabyte of any one mark takes no longer than a moment", () => {
  for (const mark of ["<", "<a ", "<a =", "<a '", "<!--", "<script>", "</script", "<a href=&", "<a b"]) {
    const text = mark.repeat(1_000_000 / mark.length);
    const time = cpuTime(() => {
      for (const tag of startTags(text, () => true)) assert.ok(tag.name);
    });
    assert.ok(time < 1_000, `${mark}: ${time}`);
  }
});
