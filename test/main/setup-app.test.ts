/** `npm run setup-app` as a process, a person's browser and GitHub around it. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { parseEnv } from "node:util";

import { readAppSettings } from "../../src/main/app-settings.ts";
import type { AppManifest } from "../../src/main/setup-app/app-manifest.ts";
import { type Ended, root, runMain } from "../support/command.ts";
import { within } from "../support/deadline.ts";
import { GitHubStandIn } from "../support/github/index.ts";
import { temporaryFolder } from "../support/repository.ts";

const enterprise = { basePath: "/api/v3" };

/** The program while it waits for the person. */
class Setup {
  /** What the person has to open. */
  readonly address: string;
  readonly file: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;

  private constructor(address: string, file: string, child: ChildProcess, ended: Promise<Ended>) {
    this.address = address;
    this.file = file;
    this.#child = child;
    this.#ended = ended;
  }

  static async start(context: TestContext, standIn: GitHubStandIn, ...more: readonly string[]): Promise<Setup> {
    const file = join(temporaryFolder(context), ".env");
    const github = ["--github-url", new URL(standIn.url).origin, "--file", file];
    const child = spawn(process.execPath, [join(root, "src/main/setup-app.ts"), ...github, ...more]);
    context.after(() => child.kill());
    const opened = Promise.withResolvers<string>();
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      const address = /open (http:\S+) /.exec(said)?.[1];
      if (address !== undefined) opened.resolve(address);
    });
    const stdout = text(child.stdout);
    const ended = once(child, "close").then(async ([code]) => {
      opened.reject(new Error(`it ended: ${said}`));
      return { code: code as number | null, stdout: await stdout, stderr: said };
    });
    return new Setup(await within(opened.promise, "its address"), file, child, ended);
  }

  /** What its page sends to GitHub. */
  async form(): Promise<{ readonly action: string; readonly manifest: string }> {
    const page = await (await fetch(this.address)).text();
    const find = (pattern: RegExp) => unescape(pattern.exec(page)?.[1] ?? assert.fail(page));
    return { action: find(/action="([^"]*)"/), manifest: find(/name="manifest" value="([^"]*)"/) };
  }

  async end(): Promise<Ended> {
    return await within(this.#ended, "its end");
  }

  async interrupt(): Promise<Ended> {
    this.#child.kill("SIGINT");
    return await this.end();
  }
}

function unescape(html: string): string {
  return html.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

async function statusOf(address: string | URL): Promise<number> {
  const response = await fetch(address);
  await response.text();
  return response.status;
}

function changed(address: string, name: string, value: string): URL {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url;
}

/** No part of a key or secret that the file holds was shown. */
function assertNothingShown(file: string, ...texts: readonly string[]): void {
  const { PRIVATE_KEY: key, WEBHOOK_SECRET: secret } = parseEnv(readFileSync(file, "utf8"));
  for (const line of [secret!, ...key!.trim().split("\n").slice(1, -1)])
    for (const shown of texts) assert.ok(!shown.includes(line));
}

test("a confirmed App leaves its credentials in a file for its owner alone", async (t) => {
  await using standIn = await GitHubStandIn.start(enterprise);
  const setup = await Setup.start(t, standIn, "--webhook-url", "https://thoth.example.com/", "--json");
  const { action, manifest } = await setup.form();
  assert.equal(new URL(action).pathname, "/settings/apps/new");
  const sent = JSON.parse(manifest) as AppManifest;
  assert.deepEqual(sent.hook_attributes, { url: "https://thoth.example.com/api/github/webhooks", active: true });
  assert.equal(new URL(sent.redirect_url).host, new URL(setup.address).host);

  const page = await (await fetch(await standIn.confirmApp({ action, manifest }))).text();
  const { code, stdout, stderr } = await setup.end();
  assert.equal(code, 0, stderr);
  assert.match(page, /<a href="https:\/\/github\.com\/apps\/thoth\/installations\/new">/);
  const shown = JSON.parse(stdout) as { app_id: number };
  const appPage = "https://github.com/apps/thoth";
  assert.deepEqual(shown, { app_id: shown.app_id, slug: "thoth", html_url: appPage, file: setup.file });
  assert.match(stderr, /install it: https:\/\/github\.com\/apps\/thoth\/installations\/new$/m);
  assertNothingShown(setup.file, stdout, stderr, page);

  assert.equal(statSync(setup.file).mode & 0o777, 0o600);
  const reading = readAppSettings(parseEnv(readFileSync(setup.file, "utf8")));
  assert.equal(reading.kind, "settings", JSON.stringify(reading));
  const { appId, baseUrl, privateKey } = reading.kind === "settings" ? reading.settings : assert.fail();
  assert.deepEqual([appId, baseUrl], [shown.app_id, standIn.url]);
  assert.equal(privateKey, standIn.privateKey);
  assert.deepEqual(await standIn.misfits(), []);
});

test("without an address the webhook is switched off, and the program says so", async (t) => {
  await using standIn = await GitHubStandIn.start(enterprise);
  const setup = await Setup.start(t, standIn, "--organization", "acme");
  const form = await setup.form();
  assert.equal(new URL(form.action).pathname, "/organizations/acme/settings/apps/new");
  assert.equal((JSON.parse(form.manifest) as AppManifest).hook_attributes.active, false);
  await statusOf(await standIn.confirmApp(form));
  const { code, stdout, stderr } = await setup.end();
  assert.deepEqual([code, stdout], [0, ""]);
  assert.match(stderr, /^its webhook is switched off/m);
  assertNothingShown(setup.file, stderr);
});

test("what GitHub did not send is refused, and the registration goes on", async (t) => {
  await using standIn = await GitHubStandIn.start(enterprise);
  const setup = await Setup.start(t, standIn);
  const back = await standIn.confirmApp(await setup.form());
  const { origin } = new URL(setup.address);
  const refused: readonly (readonly [address: string | URL, status: number])[] = [
    [changed(back, "state", "guessed"), 403],
    [changed(back, "state", ""), 403],
    [changed(back, "code", "short"), 400],
    [changed(back, "code", "../../app/installations"), 400],
    [`${origin}/`, 404],
    [`${origin}/registered`, 403],
  ];
  for (const [address, status] of refused) assert.equal(await statusOf(address), status, String(address));
  assert.equal((await fetch(setup.address, { method: "POST" })).status, 405);
  assert.deepEqual(await standIn.requests(), []);
  assert.ok(!existsSync(setup.file));
  assert.equal(await statusOf(back), 200);
  assert.equal((await setup.end()).code, 0);
});

test("under another host name nothing is served, as a page of another site would ask", async (t) => {
  await using standIn = await GitHubStandIn.start(enterprise);
  const setup = await Setup.start(t, standIn);
  const { port } = new URL(setup.address);
  for (const host of [`evil.example:${port}`, `localhost:${port}`, "127.0.0.1"]) {
    const asked = get(setup.address, { headers: { host } });
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    assert.equal(answer.statusCode, 421, host);
    assert.ok(!(await text(answer)).includes("manifest"));
  }
  assert.equal((await setup.interrupt()).code, 130);
});

test("a second code is not taken, nor the first one twice, and a browser that goes away does not matter", async (t) => {
  await using standIn = await GitHubStandIn.start(enterprise);
  const setup = await Setup.start(t, standIn);
  const form = await setup.form();
  const [first, second] = [await standIn.confirmApp(form), await standIn.confirmApp(form)];
  const fault = await standIn.fault({ path: "/app-manifests/*", does: { kind: "hold", when: "before" } });
  const leaving = new AbortController();
  const waiting = fetch(first, { signal: leaving.signal });
  await standIn.struck(fault);
  for (const address of [first, second, setup.address]) assert.equal(await statusOf(address), 409);
  leaving.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  await standIn.release(fault);
  assert.equal((await setup.end()).code, 0);
  assert.equal((await standIn.requests()).length, 1);
});

test("a code that GitHub does not take is one sentence and leaves no file", async (t) => {
  await using standIn = await GitHubStandIn.start(enterprise);
  const setup = await Setup.start(t, standIn, "--json");
  const back = await standIn.confirmApp(await setup.form());
  assert.equal(await statusOf(changed(back, "code", "0".repeat(40))), 502);
  const { code, stdout, stderr } = await setup.end();
  assert.equal(code, 1);
  assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, "APP_NOT_REGISTERED");
  assert.match(stderr, /^error: GitHub did not hand over the App: it answered 404, so the code is unknown/m);
  assert.ok(!existsSync(setup.file));
});

test("a file that is there is never overwritten, before nor after the browser", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, ".env");
  writeFileSync(path, "APP_ID=1\n");
  const refused = await runMain("setup-app", ["--file", path]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error: .+\.env: is there already and is not overwritten$/m);

  await using standIn = await GitHubStandIn.start(enterprise);
  const setup = await Setup.start(t, standIn);
  const back = await standIn.confirmApp(await setup.form());
  writeFileSync(setup.file, "APP_ID=1\n");
  assert.equal(await statusOf(back), 502);
  assert.equal((await setup.end()).code, 1);
  assert.equal(readFileSync(setup.file, "utf8"), "APP_ID=1\n");
});

test("an option that says nothing usable is one sentence, before anything is opened", async () => {
  const { code, stdout, stderr } = await runMain("setup-app", ["--webhook-url", "thoth.example.org", "--json"]);
  assert.equal(code, 1);
  assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, "INVALID_SETUP_OPTION");
  assert.match(stderr, /^error: --webhook-url: `thoth\.example\.org` is not an https address that GitHub can reach/);
});

test("a folder that is not there is said before anything is registered", async (t) => {
  const ended = await runMain("setup-app", ["--file", join(temporaryFolder(t), "absent/.env"), "--json"]);
  assert.equal((JSON.parse(ended.stdout) as { error: { code: string } }).error.code, "FILE_UNWRITABLE");
});
