import { test } from "node:test";
import assert from "node:assert/strict";

import { type Output, runSeal, type SealOptions, type SealTools } from "../../src/cli/index.ts";
import { UserError } from "../../src/base/index.ts";

const { signal } = new AbortController();
const usual = { key: "key.json", index: "https://pypi.corp.example/simple", for: "acme/app", user: "robot" };

/** What the command prints and says; nothing is sealed truly. */
async function run(options: Partial<SealOptions>, input: string | undefined) {
  const told = { data: "", said: "", subject: undefined as unknown };
  const output: Output = {
    data: (text) => (told.data += text),
    say: (line) => (told.said += line),
    width: 100,
    colours: false,
  };
  const tools: SealTools = {
    now: new Date("2026-11-25T12:00:00Z"),
    readPassword: () => Promise.resolve(input),
    readKey: () =>
      Promise.resolve({
        id: "thumbprint",
        seal: (subject) => {
          told.subject = subject;
          return Promise.resolve("eyJ.sealed");
        },
      }),
  };
  await runSeal({ ...usual, expires: undefined, json: false, ...options }, tools, output, signal);
  return told;
}

test("an entry is printed with the address in its one form, and the line break of `echo` is no part of a password", async () => {
  const { data, said, subject } = await run({ expires: "2027-06-30" }, "hunter 2\r\n");
  assert.equal(
    data,
    "index_credentials:\n  - index: https://pypi.corp.example/simple/\n    for: acme/app\n    sealed: eyJ.sealed\n",
  );
  assert.equal(said, "sealed to the key thumbprint; put this into .thoth.yaml on the default branch of acme/app");
  assert.deepEqual(subject, {
    index: "https://pypi.corp.example/simple/",
    for: "acme/app",
    user: "robot",
    password: "hunter 2",
    expires: new Date("2027-06-30T00:00:00Z"),
  });
});

test("with `--json` the same is an object", async () => {
  const { data } = await run({ json: true, for: "acme" }, "hunter2");
  assert.deepEqual(JSON.parse(data), { index: "https://pypi.corp.example/simple/", for: "acme", sealed: "eyJ.sealed" });
});

/** An option, or what comes on standard input, and what is said. */
const mistakes: readonly (readonly [Partial<SealOptions>, string | undefined, RegExp])[] = [
  [{}, undefined, /^the password is read from standard input, which is a terminal$/],
  [{}, "", /^standard input has no password$/],
  [{}, "\n", /^standard input has no password$/],
  [{}, "hunter2\nsecond line\n", /^standard input is not a password/],
  [{}, "hunter2\u0000", /^standard input is not a password/],
  [{}, "hunter2".repeat(1_000), /^standard input is not a password/],
  [{ index: "pypi.corp.example" }, "hunter2", /^--index: is not an `https` address/],
  [{ index: "http://pypi.corp.example/simple" }, "hunter2", /^--index: is not an `https` address/],
  [{ index: "https://me:hunter2@pypi.corp.example/" }, "x", /^--index: is not an `https` address/],
  [{ index: "https://pypi.corp.example/?token=hunter2" }, "x", /^--index: is not an `https` address/],
  [{ index: "https://pypi.corp.example/a'b" }, "x", /^--index: is not an `https` address/],
  [{ for: "acme/app/more" }, "hunter2", /^--for: `acme\/app\/more` is neither an account nor a repository/],
  [{ for: "" }, "hunter2", /^--for: /],
  [{ user: "a:b" }, "hunter2", /^--user: /],
  [{ user: "" }, "hunter2", /^--user: /],
  [{ expires: "tomorrow" }, "hunter2", /^--expires: `tomorrow` is not a date/],
  [{ expires: "2027-02-30" }, "hunter2", /^--expires: `2027-02-30` is not a date/],
  [{ expires: "2026-11-25" }, "hunter2", /^--expires: `2026-11-25` is past$/],
];
for (const [options, input, why] of mistakes)
  test(`${JSON.stringify(options)} with ${JSON.stringify(input?.slice(0, 10))}: ${why.source}`, async () => {
    await assert.rejects(run(options, input), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "INVALID_SEAL_OPTION");
      assert.match(error.message, why);
      assert.doesNotMatch(`${error.message} ${error.hint}`, /hunter2/);
      return true;
    });
  });
