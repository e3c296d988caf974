import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inspect } from "node:util";

import { convertCode } from "../../../src/main/setup-app/conversion.ts";
import { GitHubStandIn } from "../../support/github/index.ts";
import type { Misbehaviour } from "../../support/github/trouble.ts";

let standIn: GitHubStandIn;
before(async () => (standIn = await GitHubStandIn.start()));
after(async () => await standIn[Symbol.asyncDispose]());

const { signal } = new AbortController();
const code = "0".repeat(40);
const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n";
const secret = "a".repeat(32);
const app = { id: 7, slug: "thoth", html_url: "https://github.com/apps/thoth", pem, webhook_secret: secret };

async function answered(does: Misbehaviour): Promise<unknown> {
  await standIn.clearFaults();
  await standIn.fault({ path: "/app-manifests/*", does });
  return await convertCode(standIn.url, code, signal);
}

async function answeredWith(body: unknown): Promise<unknown> {
  return await answered({ kind: "answer", status: 201, body: typeof body === "string" ? body : JSON.stringify(body) });
}

test("an answer that has everything is the App, whatever else GitHub says of it", async () => {
  assert.partialDeepStrictEqual(await answeredWith({ ...app, client_secret: "more" }), app);
});

// What an answer lacks, or has in a form that the App would not start with.
for (const [what, body] of [
  ["no webhook secret", { ...app, webhook_secret: null }],
  ["a short webhook secret", { ...app, webhook_secret: "a".repeat(31) }],
  ["a secret that would break the file", { ...app, webhook_secret: `${secret}\nEVIL=1` }],
  ["a secret that Compose would expand", { ...app, webhook_secret: `${secret}\${HOME}` }],
  ["no key", { ...app, pem: "none" }],
  ["a key that would break the file", { ...app, pem: `${pem}"\nEVIL=1` }],
  ["an address of another kind", { ...app, html_url: "javascript:alert(1)" }],
  ["an id that is none", { ...app, id: "7" }],
  ["text that is no JSON", `${pem}{`],
  ["too much", { ...app, more: "a".repeat(300_000) }],
  ["too much nesting", `${"[".repeat(30)}${"]".repeat(30)}`],
] as const)
  test(`an answer with ${what} is refused, and no secret is told`, async () => {
    await assert.rejects(
      answeredWith(body),
      (error) =>
        error instanceof Error &&
        "code" in error &&
        error.code === "APP_NOT_REGISTERED" &&
        !/MIIE|aaaa/.test(inspect(error)),
    );
  });

for (const [what, does, problem] of [
  ["a code that is spent", { kind: "answer", status: 404 }, /404, so the code is unknown, used or older than an hour$/],
  ["trouble", { kind: "answer", status: 503 }, /it answered 503$/],
  [
    "a redirect",
    { kind: "answer", status: 307, headers: { location: "https://example.org" } },
    /could not be reached$/,
  ],
  ["nothing", { kind: "drop", when: "before" }, /could not be reached$/],
] as const satisfies readonly (readonly [string, Misbehaviour, RegExp])[])
  test(`${what} is one sentence`, async () => {
    await assert.rejects(answered(does), { code: "APP_NOT_REGISTERED", message: problem });
  });

test("whoever stops it is told nothing else", async () => {
  const stopped = new AbortController();
  stopped.abort(new Error("interrupted"));
  await assert.rejects(convertCode(standIn.url, code, stopped.signal), { message: "interrupted" });
});
