import assert from "node:assert/strict";
import { test } from "node:test";

import { registerInBrowser } from "../../../src/main/setup-app/registration.ts";
import { within } from "../../support/deadline.ts";

const registration = {
  target: new URL("https://github.com/settings/apps/new"),
  manifest: () => ({ name: `<b>"locks" & more</b>` }),
  register: () => Promise.reject(new Error("not asked for")),
};

test("the wait ends with its signal, and the port with the wait", async () => {
  const opened = Promise.withResolvers<string>();
  const late = new AbortController();
  const waiting = registerInBrowser(registration, opened.resolve, late.signal);
  const address = await within(opened.promise, "an address");
  assert.equal((await fetch(address)).status, 200);
  late.abort(new Error("too late"));
  await assert.rejects(waiting, { message: "too late" });
  await assert.rejects(fetch(address), { name: "TypeError" });
});

test("no two runs have an address or a state in common, and text stays text in the page", async () => {
  const seen: string[] = [];
  for (let run = 0; run < 2; run++) {
    const late = new AbortController();
    const look = async (address: string) => {
      const response = await fetch(address);
      const page = await response.text();
      assert.match(
        page,
        /value="\{&quot;name&quot;:&quot;&lt;b&gt;\\&quot;locks\\&quot; &amp; more&lt;\/b&gt;&quot;\}"/,
      );
      assert.equal(response.headers.get("cache-control"), "no-store");
      assert.match(response.headers.get("content-security-policy")!, /^default-src 'none'/);
      seen.push(new URL(address).pathname, /state=([^"]+)"/.exec(page)![1]!);
      late.abort(new Error("seen"));
    };
    const looked = Promise.withResolvers<void>();
    const waiting = registerInBrowser(
      registration,
      (address) => void look(address).then(looked.resolve, looked.reject),
      late.signal,
    );
    await assert.rejects(waiting, { message: "seen" });
    await looked.promise;
  }
  assert.equal(new Set(seen).size, 4);
  for (const secret of seen) assert.match(secret, /^\/?[\w-]{43}$/);
});
