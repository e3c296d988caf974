import { test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { displayUrl, parseIndexAddress } from "../../src/package-index/index-address.ts";

/** As the user writes it, then the root of its simple API. */
const addresses: readonly (readonly [string, string])[] = [
  ["https://pypi.org/simple", "https://pypi.org/simple/"],
  ["https://pypi.org/simple/", "https://pypi.org/simple/"],
  ["HTTPS://PyPI.org/simple/?a=b#c", "https://pypi.org/simple/"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"],
  ["https://user:hunter2@corp.example/simple", "https://corp.example/simple/"],
];
for (const [text, root] of addresses) {
  test(`the root of ${text} is ${root}`, () => {
    const { url } = parseIndexAddress("pypi", text);
    assert.equal(url.href, root);
    assert.equal(displayUrl(url), root);
  });
}

/** Credentials as written in an address, and what is sent. RFC 7617 with RFC 3986's percent-encoding undone. */
const credentials: readonly (readonly [string, string | undefined])[] = [
  ["", undefined],
  ["user:hunter2@", "user:hunter2"],
  ["token@", "token:"],
  [":only@", ":only"],
  ["a%40b:p%3Aq%2F@", "a@b:p:q/"],
];
for (const [userinfo, sent] of credentials) {
  test(`\`${userinfo}\` sends ${sent ?? "nothing"}`, () => {
    const { credentials: own } = parseIndexAddress("corp", `https://${userinfo}corp.example/`);
    const header = own?.kind === "known" ? own.basic.header() : undefined;
    assert.equal(header && Buffer.from(header.replace(/^Basic /, ""), "base64").toString(), sent);
  });
}

const bad: readonly (readonly [string, string])[] = [
  ["corp.example/simple", "the address of index `corp`, `corp.example/simple`, is not a URL"],
  ["ftp://corp.example", "the address of index `corp`, `ftp://corp.example`, is not an `https` or `http` URL"],
  ["https://user:hunter2@", "the address of index `corp`, `https://[secret]@`, is not a URL"],
  [
    "user:hunter2@corp.example",
    "the address of index `corp`, `[secret]@corp.example`, is not an `https` or `http` URL",
  ],
  [
    "https://u:hunter2%@corp.example/?token=hunter2",
    "the address of index `corp`, `https://[secret]@corp.example/`, has credentials that are not percent-encoded right",
  ],
];
for (const [text, message] of bad) {
  test(`an address is refused without its secrets: ${message}`, () => {
    assert.throws(
      () => parseIndexAddress("corp", text),
      (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.message, message);
        assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /hunter2/);
        return true;
      },
    );
  });
}

test("credentials print as nothing", () => {
  const address = parseIndexAddress("corp", "https://user:hunter2@corp.example/");
  const secret = Buffer.from("user:hunter2").toString("base64");
  const printed = inspect(address, { depth: 9, showHidden: true }) + JSON.stringify(address);
  assert.ok(!printed.includes("hunter2") && !printed.includes(secret), printed);
});
