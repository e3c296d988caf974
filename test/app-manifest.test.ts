/** `app.yml`, `docs/github-app.md` and the code ask GitHub for the same. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { appPermissions } from "../src/adapters/github/index.ts";
import { eventRows } from "../src/bot/intake/events.ts";
import { webhookPath } from "../src/bot/intake/receiver.ts";
import { parseAppFile } from "../src/main/setup-app/app-manifest.ts";
import { tableOf } from "./support/markdown-table.ts";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const manifest = parseAppFile("app.yml", read("app.yml"));
const page = read("docs/github-app.md");

/** GitHub sends these to every App, and refuses a manifest that asks for them. */
const unasked = ["installation", "installation_repositories"];

test("the manifest and the page list the events that the code reads", () => {
  const heard = new Set(eventRows.map(({ event }) => event));
  for (const event of unasked) assert.ok(heard.delete(event), event);
  assert.deepEqual(manifest.default_events.toSorted(), [...heard].sort());
  assert.deepEqual(
    tableOf(page, "event").map(([event]) => event),
    manifest.default_events.map((event) => `\`${event}\``),
  );
  for (const event of unasked) assert.ok(page.includes(`\`${event}\``), event);
});

test("the manifest and the page list the permissions that the code uses", () => {
  assert.deepEqual(manifest.default_permissions, appPermissions);
  assert.deepEqual(
    tableOf(page, "permission").map(([permission, access]) => [permission, access]),
    Object.entries(appPermissions).map(([permission, access]) => [`\`${permission}\``, access]),
  );
});

test("the webhook of the manifest and of the page is where the code listens", () => {
  assert.equal(new URL(manifest.hook_attributes.url).pathname, webhookPath);
  assert.ok(page.includes(`https://thoth.example.org${webhookPath}`));
});

test("the App is its owner's alone until somebody decides otherwise, and its name fits", () => {
  assert.equal(manifest.public, false);
  assert.ok(manifest.name.length <= 34);
});
