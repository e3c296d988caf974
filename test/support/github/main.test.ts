import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { within } from "../deadline.ts";
import { clientOf } from "./app-client.ts";
import { GitHubStandIn } from "./client.ts";
import type { Announcement } from "./options.ts";

const program = fileURLToPath(new URL("main.ts", import.meta.url));

test("as a program it says on one line where it is, and ends when told", async () => {
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await within(once(createInterface({ input: child.stdout }), "line"), "a first line")) as [string];
  const standIn = await GitHubStandIn.connect(JSON.parse(line) as Announcement);
  await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "[packages]\n" } });
  const client = await clientOf(standIn, await standIn.install({ account: "acme" }));
  assert.equal((await client.rest.repos.get({ owner: "acme", repo: "app" })).data.full_name, "acme/app");
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  assert.deepEqual(await within(ended, "its end"), [0, null]);
});

test("as a process of a test it ends with whoever started it", async () => {
  const child = spawn(process.execPath, [program, "--options", "{}"], { stdio: ["pipe", "pipe", "inherit"] });
  await within(once(createInterface({ input: child.stdout }), "line"), "a first line");
  const ended = once(child, "exit");
  child.stdin.end();
  assert.deepEqual(await within(ended, "its end"), [0, null]);
});

test("a port that is taken is an error, not a silence", async () => {
  await using first = await GitHubStandIn.start();
  const port = Number(new URL(first.url).port);
  await assert.rejects(GitHubStandIn.start({ port }), /EADDRINUSE/);
});

test("a process of its own and one in this process behave alike", async () => {
  const options = { basePath: "/api/v3" };
  for (const starting of [GitHubStandIn.start(options), GitHubStandIn.spawn(options)]) {
    await using standIn = await starting;
    await standIn.createRepository({ fullName: "acme/app", files: { Pipfile: "" } });
    const client = await clientOf(standIn, await standIn.install({ account: "acme" }));
    const { data } = await client.rest.git.getRef({ owner: "acme", repo: "app", ref: "heads/main" });
    assert.equal(data.object.sha, (await standIn.repository("acme/app")).branches["main"]?.head);
  }
});
