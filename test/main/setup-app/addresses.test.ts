import assert from "node:assert/strict";
import { test } from "node:test";

import { gitHubAddresses, readWebhookUrl } from "../../../src/main/setup-app/addresses.ts";

// GitHub's three kinds: public, Enterprise Cloud with data residency, Enterprise Server.
for (const [github, organization, registration, api, isEnterprise] of [
  [undefined, undefined, "https://github.com/settings/apps/new", "https://api.github.com", false],
  [
    "https://github.com/",
    "acme",
    "https://github.com/organizations/acme/settings/apps/new",
    "https://api.github.com",
    false,
  ],
  ["https://acme.ghe.com", undefined, "https://acme.ghe.com/settings/apps/new", "https://api.acme.ghe.com", true],
  [
    "https://ghe.example.org",
    undefined,
    "https://ghe.example.org/settings/apps/new",
    "https://ghe.example.org/api/v3",
    true,
  ],
  [
    "https://ghe.example.org:8443",
    "a-b",
    "https://ghe.example.org:8443/organizations/a-b/settings/apps/new",
    "https://ghe.example.org:8443/api/v3",
    true,
  ],
  ["http://127.0.0.1:4567", undefined, "http://127.0.0.1:4567/settings/apps/new", "http://127.0.0.1:4567/api/v3", true],
] as const)
  test(`an App at ${github ?? "GitHub"} for ${organization ?? "a person"} is registered at ${registration}`, () => {
    const found = gitHubAddresses(github, organization);
    assert.deepEqual({ ...found, registration: found.registration.href }, { registration, api, isEnterprise });
  });

for (const github of [
  "http://ghe.example.org",
  "http://127.0.0.1.example.org",
  "https://user:secret@ghe.example.org",
  "https://ghe.example.org/api/v3",
  "https://ghe.example.org/?a=b",
  "ghe.example.org",
  "ftp://ghe.example.org",
  "",
])
  test(`\`${github}\` is no address of GitHub`, () => {
    assert.throws(() => gitHubAddresses(github, undefined), { code: "INVALID_SETUP_OPTION" });
  });

for (const organization of ["../settings", "a/b", "", "-a", "a?b", "a".repeat(101)])
  test(`\`${organization.slice(0, 20)}\` is no organization`, () => {
    assert.throws(() => gitHubAddresses(undefined, organization), { code: "INVALID_SETUP_OPTION" });
  });

test("GitHub reaches a server by https, at an address that is not this machine's own", () => {
  assert.equal(readWebhookUrl("https://thoth.example.org/below").href, "https://thoth.example.org/below");
  for (const wrong of [
    "http://thoth.example.org",
    "https://localhost:3000",
    "https://127.0.0.1",
    "https://[::1]/",
    "https://user@thoth.example.org",
    "https://thoth.example.org/#hooks",
    "thoth.example.org",
  ])
    assert.throws(() => readWebhookUrl(wrong), { code: "INVALID_SETUP_OPTION" }, wrong);
});
