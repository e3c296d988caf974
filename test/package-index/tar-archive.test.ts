import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { UnreadableArchive } from "../../src/package-index/ranged-file.ts";
import { readTar } from "../../src/package-index/tar-archive.ts";
import { pax, tar, tarEntry, type TarEntry } from "../support/tar.ts";

/** The archive in chunks of this many bytes. */
async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Such as `file a/b = content`, or `!` and why the archive cannot be read on. */
async function list(bytes: Buffer, size = 700): Promise<string[]> {
  const lines: string[] = [];
  try {
    for await (const member of readTar(chunks(bytes, size))) {
      const content = member.type === "file" ? ` = ${(await member.read()).toString()}` : "";
      lines.push(`${member.type} ${member.path}${content}`);
    }
  } catch (error) {
    if (!(error instanceof UnreadableArchive)) throw error;
    lines.push(`! ${error.message}`);
  }
  return lines;
}

const long = `${"deep/".repeat(40)}PKG-INFO`;
const binary = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);

/** What is in the archive, and how it reads. */
const archives: readonly (readonly [title: string, entries: readonly TarEntry[], lines: readonly string[]])[] = [
  ["nothing", [], []],
  [
    "files and folders",
    [
      { path: "a/", type: "5" },
      { path: "a/b", content: "x" },
    ],
    ["folder a/", "file a/b = x"],
  ],
  ["a folder that only its slash tells", [{ path: "a/", type: "\0", magic: "" }], ["folder a/"]],
  [
    "a file of a block",
    [{ path: "a", content: "x".repeat(512) }, { path: "b" }],
    [`file a = ${"x".repeat(512)}`, "file b = "],
  ],
  ["a path in two parts", [{ prefix: "one/two", path: "three" }], ["file one/two/three = "]],
  ["another use of that field by GNU tar", [{ prefix: "12345", path: "a", magic: "ustar  \0" }], ["file a = "]],
  [
    "a path by pax",
    [pax({ mtime: "1", path: long }), { path: "cut", content: "x" }, { path: "b" }],
    [`file ${long} = x`, "file b = "],
  ],
  [
    "a path by GNU tar",
    [{ path: "././@LongLink", type: "L", content: `${long}\0` }, { path: "cut" }],
    [`file ${long} = `],
  ],
  [
    "the goal of a link by GNU tar",
    [
      { path: "././@LongLink", type: "K", content: long },
      { path: "a", type: "2" },
    ],
    ["link a"],
  ],
  ["a size by pax", [pax({ size: "3" }), { path: "a", content: "abc", size: "00000000000\0" }], ["file a = abc"]],
  ["a size in binary", [{ path: "a", content: "abc", size: binary }], ["file a = abc"]],
  ["a size among blanks", [{ path: "a", content: "abc", size: "         3 \0" }], ["file a = abc"]],
  ["a comment on everything", [pax({ comment: "0123abc" }, "g"), { path: "a" }], ["file a = "]],
  [
    "links and devices",
    [
      { path: "l", type: "1" },
      { path: "m", type: "2" },
      { path: "d", type: "3" },
      { path: "f", type: "6" },
    ],
    ["link l", "link m", "device d", "device f"],
  ],
  [
    "a link that claims content",
    [{ path: "l", type: "2", size: "00000007777\0" }, { path: "a" }],
    ["link l", "file a = "],
  ],
  ["a type that nobody knows", [{ path: "a", type: "Z", content: "x" }], ["file a = x"]],
];
for (const [title, entries, lines] of archives)
  test(`an archive of ${title} is read`, async () => assert.deepEqual(await list(tar(...entries)), lines));

/** Archives that nobody makes in good faith, and what is said of them. */
const hostile: readonly (readonly [title: string, bytes: Buffer, reason: string])[] = [
  ["no header", Buffer.alloc(1024, "x"), "it holds a header with an impossible number"],
  ["half a header", tarEntry({ path: "a" }).subarray(0, 300), "it is cut short"],
  ["a wrong checksum", tar({ path: "a", checksum: "0000000\0" }), "it holds a header with a wrong checksum"],
  ["less than it claims", tarEntry({ path: "a", content: "x", size: "00000010000\0" }), "it is cut short"],
  [
    "more than it claims",
    tar({ path: "a", content: "x".repeat(600), size: "00000000001\0" }),
    "it holds a header with a wrong checksum",
  ],
  [
    "a size that is no number",
    tar({ path: "a", size: "0000000009x\0" }),
    "it holds a header with an impossible number",
  ],
  [
    "a size below zero",
    tar({ path: "a", size: Buffer.alloc(12, 0xff) }),
    "it holds a header with an impossible number",
  ],
  [
    "a size past all numbers",
    tar({ path: "a", size: Buffer.from([0x80, ...Array<number>(11).fill(0xff)]) }),
    "it holds a header with an impossible number",
  ],
  ["a name of 100 KB", tar({ path: "L", type: "L", content: "x".repeat(100_000) }), "it holds a name of 100000 bytes"],
  [
    "a name that claims a gigabyte",
    tar({ path: "L", type: "L", size: "10000000000\0" }),
    "it holds a name of 1073741824 bytes",
  ],
  [
    "a pax record without a length",
    tar({ path: "x", type: "x", content: "path=a\n" }),
    "it holds an extended header that cannot be read",
  ],
  [
    "a pax record of no length",
    tar({ path: "x", type: "x", content: "0 path=a\n" }),
    "it holds an extended header that cannot be read",
  ],
  [
    "a pax record past its end",
    tar({ path: "x", type: "x", content: "99 path=a\n" }),
    "it holds an extended header that cannot be read",
  ],
  [
    "a pax record shorter than itself",
    tar({ path: "x", type: "x", content: "2 path=a\n" }),
    "it holds an extended header that cannot be read",
  ],
  [
    "a pax record without a value",
    tar({ path: "x", type: "x", content: "7 path\n" }),
    "it holds an extended header that cannot be read",
  ],
  [
    "a pax length of many digits",
    tar({ path: "x", type: "x", content: `${"9".repeat(400)} path=a\n` }),
    "it holds an extended header that cannot be read",
  ],
  ["a pax size below zero", tar(pax({ size: "-1" })), "it holds an extended header that cannot be read"],
  [
    "a pax size past all numbers",
    tar(pax({ size: "9".repeat(30) })),
    "it holds an extended header that cannot be read",
  ],
  ["one path for all members", tar(pax({ path: "PKG-INFO" }, "g")), "it gives one path or size to all members"],
  ["a sparse file", tar({ path: "a", type: "S" }), "it holds a sparse file"],
];
for (const [title, bytes, reason] of hostile)
  test(`an archive with ${title} is not believed`, async () => {
    assert.equal((await list(bytes)).at(-1), `! ${reason}`);
  });

test("an archive may end without saying so", async () => {
  assert.deepEqual(await list(tarEntry({ path: "a", content: "x" })), ["file a = x"]);
});

test("what nobody reads is skipped", async () => {
  const paths: string[] = [];
  const bytes = tar({ path: "a", content: "x".repeat(5_000) }, { path: "b" });
  for await (const { path } of readTar(chunks(bytes, 333))) paths.push(path);
  assert.deepEqual(paths, ["a", "b"]);
});

test("any members come out as they went in, in chunks of any size", async () => {
  const path = fc.stringMatching(/^[a-z0-9]{1,20}$/);
  const members = fc.array(fc.record({ path, content: fc.string({ maxLength: 1_500 }) }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(members, fc.integer({ min: 1, max: 3_000 }), async (all, size) => {
      assert.deepEqual(
        await list(tar(...all), size),
        all.map((member) => `file ${member.path} = ${member.content}`),
      );
    }),
    { numRuns: 50 },
  );
});

test("bytes of any kind end in members or in a reason", async () => {
  const damage = fc.record({ at: fc.nat({ max: 3_000 }), byte: fc.nat({ max: 255 }) });
  const honest = tar(pax({ path: long }), { path: "a", content: "x".repeat(600) }, { path: "b/", type: "5" });
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { maxLength: 4 }), fc.nat({ max: honest.length }), async (all, end) => {
      const bytes = Buffer.from(honest.subarray(0, end));
      for (const { at, byte } of all) if (at < bytes.length) bytes[at] = byte;
      await list(bytes);
    }),
    { numRuns: 300 },
  );
});
