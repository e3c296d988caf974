import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { isOfHost } from "../../../src/adapters/github/archive.ts";
import { HostUnavailable } from "../../../src/ports/index.ts";
import { listen } from "../../support/github/listener.ts";
import { GitHubWorld, type Place, signal } from "./github-world.ts";

const world = await GitHubWorld.start();

const limit = { bytes: 100_000, unpacked: 100_000 };

async function archiveOf(place: Place, most = limit): Promise<Buffer | undefined> {
  const repository = await place.open();
  return await repository.archive(await repository.head(signal), most, signal);
}

/** What an archive cost, the address of GitHub's own apart. */
async function asked(place: Place): Promise<readonly string[]> {
  const requests = await place.requests();
  return requests.map(({ path }) => place.short(path).split("/")[0]!).filter((path) => path !== "git");
}

/** Such as `its address answers 404`. */
function warned({ fullName }: Place): readonly string[] {
  const start = `no archive of ${fullName}: `;
  return world.warnings.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
}

async function comesWithOneRequest(gitHub: GitHubWorld): Promise<void> {
  const place = await gitHub.place({ "a.py": "import a\n", "b/c.py": "import c\n" });
  const bytes = await archiveOf(place);
  // That no token went with the second request is seen by the stand-in, which tells misfits.
  assert.match(gunzipSync(bytes!).toString("latin1"), /\0import a\n\0/);
  assert.deepEqual(await asked(place), ["tarball"]);
  assert.equal((await place.standIn.requests({ path: `/_codeload/${place.fullName}/*` })).length, 1);
}

test("all files of a commit come with one request, and the token stays behind", async () => {
  await comesWithOneRequest(world);
});

test("so they do on an Enterprise server, whose archives are beside its API", async () => {
  await comesWithOneRequest(await GitHubWorld.start({ basePath: "/api/v3" }));
});

test("an archive that the sizes in the tree make too large is not asked for", async () => {
  const place = await world.place({ "a.py": "", "data.bin": "x".repeat(1_000) });
  // A block for each file, and two of content.
  assert.ok(await archiveOf(place, { ...limit, unpacked: 4 * 512 }));
  assert.equal(await archiveOf(place, { ...limit, unpacked: 4 * 512 - 1 }), undefined);
  assert.deepEqual(await asked(place), ["tarball"]);
});

test("an archive that comes longer than it may be is left", async () => {
  const place = await world.place({ "a.py": "" });
  assert.equal(await archiveOf(place, { ...limit, bytes: 10 }), undefined);
  assert.deepEqual(warned(place), ["it is larger than 10 bytes"]);
});

test("an address that is none of GitHub's own is not asked, and its secret is told to nobody", async () => {
  await using elsewhere = await listen();
  const place = await world.place();
  const location = `${elsewhere.url.replace("127.0.0.1", "localhost")}a?token=secret`;
  const path = `/repos/${place.fullName}/tarball/*`;
  await place.standIn.fault({ path, does: { kind: "answer", status: 302, headers: { location } } });
  assert.equal(await archiveOf(place), undefined);
  assert.deepEqual(
    [elsewhere.heard.length, warned(place)],
    [0, [`GitHub names an address at ${new URL(location).origin}`]],
  );
});

test("an archive that is said to be somewhere else again is not looked for there", async () => {
  await using elsewhere = await listen(() => 200);
  const place = await world.place();
  const path = `/_codeload/${place.fullName}/*`;
  await place.standIn.fault({ path, does: { kind: "answer", status: 302, headers: { location: elsewhere.url } } });
  assert.equal(await archiveOf(place), undefined);
  assert.deepEqual([elsewhere.heard.length, warned(place)], [0, ["its address cannot be reached, or leads elsewhere"]]);
});

const refusals = {
  "the API has none": ["/repos/*/tarball/*", { kind: "answer", status: 404 }, /^GET .*tarball.*: 404 /],
  "the API forbids it": ["/repos/*/tarball/*", { kind: "answer", status: 403 }, /^GitHub does not let Thoth do this/],
  "the API names no address": ["/repos/*/tarball/*", { kind: "answer", status: 302 }, /^GitHub names no address$/],
  "the API gives it itself": ["/repos/*/tarball/*", { kind: "answer", status: 200 }, /^GitHub names no address$/],
  "its address is over": ["/_codeload/*/*", { kind: "answer", status: 404 }, /^its address answers 404$/],
  "its address asks to slow down": ["/_codeload/*/*", { kind: "answer", status: 429 }, /^its address answers 429$/],
  "the API fails at it": ["/repos/*/tarball/*", { kind: "answer", status: 502 }, /^GET .*tarball.*: 502 /],
  "the API breaks off": ["/repos/*/tarball/*", { kind: "drop", when: "before" }, /^GET .*tarball.*: no answer /],
  "nobody answers there": ["/_codeload/*/*", { kind: "drop", when: "before" }, /^its address cannot be reached/],
} as const;

for (const [name, [pattern, does, why]] of Object.entries(refusals))
  test(`there is no archive where ${name}, and a warning says so`, async () => {
    const place = await world.place();
    // As often as it is tried.
    await place.standIn.fault({ path: pattern.replace("*", place.fullName), times: 3, does });
    assert.equal(await archiveOf(place), undefined);
    assert.equal(warned(place).length, 1);
    assert.match(warned(place)[0]!, why);
  });

test("trouble of the API is waited for first, as with any request", async () => {
  const place = await world.place();
  const path = `/repos/${place.fullName}/tarball/*`;
  await place.standIn.fault({ path, times: 2, does: { kind: "answer", status: 502 } });
  assert.ok(await archiveOf(place));
  assert.deepEqual(warned(place), []);
});

test("where all of the API is in trouble, whoever asks for a file next is told", async () => {
  const place = await world.place();
  const repository = await place.open();
  const head = await repository.head(signal);
  await repository.listFiles(head, signal);
  await place.standIn.fault({ path: `/repos/${place.fullName}/*`, times: 6, does: { kind: "answer", status: 502 } });
  assert.equal(await repository.archive(head, limit, signal), undefined);
  await assert.rejects(repository.readFile(head, "Pipfile", 1_000, signal), HostUnavailable);
});

test("limits of the API end it, since they hold for whatever is asked next", async () => {
  const place = await world.place();
  const repository = await place.open();
  const head = await repository.head(signal);
  await repository.listFiles(head, signal);
  await place.standIn.limitPrimary({ installation: place.installation, resetInSeconds: 600 });
  await assert.rejects(repository.archive(head, limit, signal), HostUnavailable);
});

test("whoever calls it off while it comes is told why", async () => {
  const place = await world.place();
  const repository = await place.open();
  const head = await repository.head(signal);
  const path = `/_codeload/${place.fullName}/*`;
  const fault = await place.standIn.fault({ path, does: { kind: "hold", when: "before" } });
  const stop = new AbortController();
  const reading = repository.archive(head, limit, stop.signal);
  await place.standIn.struck(fault);
  const reason = new Error("the lease is lost");
  stop.abort(reason);
  await assert.rejects(reading, reason);
  await place.standIn.release(fault);
});

const hosts: readonly (readonly [api: string, link: string, isOfHost: boolean])[] = [
  ["https://api.github.com", "https://codeload.github.com/a/b/legacy.tar.gz/c?token=d", true],
  ["https://api.github.com", "http://codeload.github.com/a", false],
  ["https://api.github.com", "https://me@codeload.github.com/a", false],
  ["https://api.github.com", "https://codeload.github.com.example.org/a", false],
  ["https://api.github.com", "https://evilgithub.com/a", false],
  ["https://api.github.com", "https://169.254.169.254/a", false],
  ["https://api.github.com", "file:///etc/passwd", false],
  ["https://api.acme.ghe.com", "https://codeload.acme.ghe.com/a", true],
  ["https://api.acme.ghe.com", "https://codeload.other.ghe.com/a", false],
  ["https://git.example.org/api/v3", "https://codeload.git.example.org/a", true],
  ["https://git.example.org/api/v3", "https://git.example.org/_codeload/a", true],
  ["https://git.example.org/api/v3", "https://example.org/a", false],
  ["https://git.example.org/api/v3", "http://git.example.org/_codeload/a", false],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8081/_codeload/a", true],
  ["http://127.0.0.1:8080", "http://localhost:8081/_codeload/a", false],
];

for (const [api, link, isOurs] of hosts)
  test(`${link} is ${isOurs ? "an address" : "no address"} of ${api}`, () => {
    assert.equal(isOfHost(new URL(link), new URL(api)), isOurs);
  });
