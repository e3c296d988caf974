import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { makeManifest, parseAppFile } from "../../../src/main/setup-app/app-manifest.ts";

const text = readFileSync(new URL("../../../app.yml", import.meta.url), "utf8");
const file = parseAppFile("app.yml", text);
const redirect = "http://127.0.0.1:4567/registered";
const hooks = "https://thoth.example.com/api/github/webhooks";

for (const [server, hook] of [
  ["https://thoth.example.com", hooks],
  ["https://thoth.example.com/", hooks],
  [hooks, hooks],
  ["https://example.com/thoth/", "https://example.com/thoth/api/github/webhooks"],
] as const)
  test(`a server at ${server} has its hook at ${hook}`, () => {
    const manifest = makeManifest(file, new URL(server), redirect);
    assert.deepEqual(manifest, { ...file, hook_attributes: { url: hook, active: true }, redirect_url: redirect });
  });

test("without a server the hook has an address, as GitHub wants it, and is switched off", () => {
  const { hook_attributes: hook } = makeManifest(file, undefined, redirect);
  assert.deepEqual(hook, { ...file.hook_attributes, active: false });
});

// One line of the file each, changed into something that GitHub would not take, and what is said of it.
for (const [line, wrong, problem] of [
  ["public: false", "public: no way", /:\d+:9: `public` must be boolean$/],
  ["public: false", "webhook_secret: mine\npublic: false", /:\d+:17: `webhook_secret` is no key of a manifest$/],
  ["name: thoth", `name: ${"a".repeat(35)}`, /:3:7: `name` must not have more than 34 characters$/],
  ["  contents: write", "  contents: admin", /:\d+:13: `default_permissions\.contents` must be/],
  ["  - push", "  - 1", /:\d+:5: `default_events\.1` must be string$/],
  [
    "  url: https://thoth.example.org/api/github/webhooks",
    "  url: there",
    /:\d+:8: `hook_attributes\.url` is no address$/,
  ],
] as const)
  test(`\`${wrong.slice(0, 40)}\` is no part of a manifest`, () => {
    assert.ok(text.includes(`${line}\n`));
    const changed = text.replace(`${line}\n`, `${wrong}\n`);
    assert.throws(() => parseAppFile("app.yml", changed), { code: "INVALID_APP_FILE", message: problem });
  });

test("a file past the limits of YAML files is refused", () => {
  assert.throws(() => parseAppFile("app.yml", "a".repeat(300_000)), { code: "INPUT_TOO_LARGE" });
  assert.throws(() => parseAppFile("app.yml", `${"[".repeat(30)}${"]".repeat(30)}`), { code: "INPUT_TOO_DEEP" });
});
