/** The whole check on files as people write them, against indexes on loopback that count who asks for what. */

import { test } from "node:test";
import assert from "node:assert/strict";

import {
  type AdviceServices,
  checkProvenance,
  type Finding,
  type ProvenanceRequest,
} from "../../../src/advise/index.ts";
import { HttpIndex, HttpTransport, IndexPolicy } from "../../../src/package-index/index.ts";
import { parsePipfile, pipfileHashes } from "../../../src/project/index.ts";
import { provenanceAnswer, provenanceObject, publisher } from "../../support/attestations.ts";
import { IndexServer, jsonPage, metadataText, type PageFile, sha256 } from "../../support/index-server.ts";

const { signal } = new AbortController();
const transport = new HttpTransport({ proxies: "none" });
const clock = { now: () => new Date("2026-11-25T00:00:00Z") };

const services: AdviceServices = {
  openIndexes: (own, _offers, rank) =>
    new IndexPolicy(
      own.map(({ name, url }) => new HttpIndex({ name, address: url, transport, clock, retryDelays: [] })),
      rank,
    ),
  advisories: { kind: "missing", reason: "no advisories are installed" },
  rules: { sets: [], today: "2026-11-25" },
  searchWithin: 0,
  explainWithin: 0,
};

/** A wheel of `name`, of which nobody fetches more than its page says. */
function file(server: IndexServer, name: string, version: string, facts: object = {}): PageFile {
  const filename = `${name}-${version}-py3-none-any.whl`;
  const hashes = { sha256: sha256(filename) };
  return {
    filename,
    hashes,
    url: `${server.origin}/files/${filename}`,
    "upload-time": "2026-01-01T00:00:00Z",
    size: 1,
    ...facts,
  };
}

function attest(server: IndexServer, name: string, version: string, by = publisher()): PageFile {
  const own = file(server, name, version);
  const path = `/integrity/${own.filename}`;
  server.on(path, provenanceAnswer(provenanceObject({ filename: own.filename, sha256: sha256(own.filename) }, by)));
  return { ...own, provenance: `${server.origin}${path}` };
}

type Files = Readonly<Record<string, string>>;

/** Such as `foo 1.0 @corp`; a digest is that of the file's name. */
function lockEntry(line: string): readonly [string, object] {
  const [, name = "", version = "", index] = /^(\S+) (\S+)(?: @(\S+))?$/.exec(line) ?? [];
  const hashes = [`sha256:${sha256(`${name}-${version}-py3-none-any.whl`)}`];
  return [name, { hashes, ...(index !== undefined && { index }), version: `==${version}` }];
}

function project(servers: Readonly<Record<string, IndexServer>>, ...entries: readonly string[]): Files {
  const sources = Object.entries(servers).map(
    ([name, { simple }]) => `[[source]]\nname = "${name}"\nurl = "${simple}"\nverify_ssl = true\n`,
  );
  const pipfile = `${sources.join("")}\n[packages]\n${entries.map((line) => `${line.split(" ")[0]} = "*"\n`).join("")}`;
  const meta = {
    hash: { sha256: pipfileHashes(parsePipfile("Pipfile", pipfile)).canonical },
    "pipfile-spec": 6,
    requires: {},
    sources: Object.entries(servers).map(([name, { simple: url }]) => ({ name, url, verify_ssl: true })),
  };
  const lock = { _meta: meta, default: Object.fromEntries(entries.map(lockEntry)), develop: {} };
  return { Pipfile: pipfile, "Pipfile.lock": `${JSON.stringify(lock, undefined, 4)}\n` };
}

const reader = (files: Files) => async (path: string) => files[path];

async function check(files: Files, more: Partial<ProvenanceRequest> = {}, before?: Files) {
  const readBefore = before && reader(before);
  return await checkProvenance({ readFile: reader(files), readBefore, options: {}, ...more }, services, signal);
}

const lines = (findings: readonly Finding[], ...levels: readonly string[]) =>
  findings
    .filter(({ level }) => levels.includes(level))
    .map(({ id, path, line, message }) => `${id} ${path}:${line} ${message}`);
const pages = (server: IndexServer) => server.seen.map(({ path }) => path).filter((path) => path.startsWith("/simple"));

test("a lock that is as it should be has neither failure nor warning", async () => {
  await using pypi = await IndexServer.start();
  pypi.on("/simple/foo/", jsonPage([file(pypi, "foo", "1.0"), file(pypi, "foo", "1.1")]));
  const { findings, counts, locks } = await check(project({ pypi }, "foo 1.0 @pypi"));
  assert.deepEqual(lines(findings, "failure", "warning"), [
    `INSECURE-SOURCE Pipfile.lock:1 nobody checks that source \`pypi\` is who it says`,
  ]);
  assert.deepEqual([counts.failure, locks], [0, [{ environment: "default", path: "Pipfile.lock", packages: 1 }]]);
});

test("a digest that its index does not have stands on the line of its entry", async () => {
  await using pypi = await IndexServer.start();
  pypi.on("/simple/foo/", jsonPage([file(pypi, "foo", "1.0", { hashes: { sha256: sha256("other") } })]));
  const files = project({ pypi }, "foo 1.0 @pypi");
  const line = files["Pipfile.lock"]!.split("\n").findIndex((each) => each.includes('"foo"')) + 1;
  const { findings } = await check(files);
  assert.deepEqual(lines(findings, "failure"), [
    `INVALID-ARTIFACT-HASH Pipfile.lock:${line} no file of \`foo 1.0\` on index \`pypi\` has the locked digest \`sha256:${sha256("foo-1.0-py3-none-any.whl")}\``,
    `P09 Pipfile.lock:${line} 1 of 1 locked files of \`foo 1.0\` cannot be found on the index, as \`INVALID-ARTIFACT-HASH\` tells by digest`,
  ]);
});

test("an index hears of no name that the search would not ask it for, and that is told", async () => {
  await using corp = await IndexServer.start();
  await using pypi = await IndexServer.start();
  for (const name of ["inner", "free"]) corp.on(`/simple/${name}/`, jsonPage([file(corp, name, "1.0")]));
  const files = project({ corp, pypi }, "inner 1.0 @corp", "free 1.0", "foo 1.0 @pypi");
  pypi.on("/simple/foo/", jsonPage([file(pypi, "foo", "1.0")]));
  const { findings } = await check(files);
  assert.deepEqual(
    [pages(corp).toSorted(), pages(pypi)],
    [["/simple/foo/", "/simple/free/", "/simple/inner/"], ["/simple/foo/"]],
  );
  assert.ok(
    lines(findings, "not-checked").some((line) => line.includes("`pypi` was not asked for namesakes of 2 packages")),
  );
});

test("a name of the public index is no secret, so all others are asked for namesakes", async () => {
  await using corp = await IndexServer.start();
  await using pypi = await IndexServer.start();
  pypi.on("/simple/foo/", jsonPage([file(pypi, "foo", "1.0")]));
  pypi.on("/simple/bar/", jsonPage([file(pypi, "bar", "1.0")]));
  const files = project({ pypi, corp }, "foo 1.0", "bar 1.0 @pypi");
  const asPublic = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replaceAll(pypi.simple, "https://pypi.org/simple")]),
  );
  const openIndexes: AdviceServices["openIndexes"] = (own, ...rest) =>
    services.openIndexes(
      own.map((index) => (index.name === "pypi" ? { ...index, url: pypi.simple } : index)),
      ...rest,
    );
  await checkProvenance({ readFile: reader(asPublic), options: {} }, { ...services, openIndexes }, signal);
  assert.deepEqual(pages(corp).toSorted(), ["/simple/bar/", "/simple/foo/"]);
});

test("while an index fails, no later one hears of a name that may be on it", async () => {
  await using corp = await IndexServer.start();
  await using pypi = await IndexServer.start();
  corp.on("/simple/free/", { status: 503 });
  const { counts } = await check(project({ corp, pypi }, "free 1.0"));
  assert.deepEqual([pages(pypi), counts.failure], [[], 0]);
});

test("all sources are asked where somebody says so, and namesakes are found", async () => {
  await using corp = await IndexServer.start();
  await using pypi = await IndexServer.start();
  corp.on("/simple/inner/", jsonPage([file(corp, "inner", "1.0")]));
  pypi.on("/simple/inner/", jsonPage([file(pypi, "inner", "1.0", { hashes: { sha256: sha256("evil") } })]));
  const { findings } = await check(project({ corp, pypi }, "inner 1.0 @corp"), { comparesAll: true });
  assert.match(lines(findings, "failure").join("\n"), /^P13 .*`inner 1.0` of `corp` and of `pypi` are not the same/);
});

test("an index that fails makes nothing bad and nothing good", async () => {
  await using pypi = await IndexServer.start();
  pypi.on("/simple/foo/", { status: 503 });
  const { findings, counts } = await check(project({ pypi }, "foo 1.0 @pypi"));
  assert.equal(counts.failure, 0);
  assert.match(
    lines(findings, "not-checked").join("\n"),
    /^P09 .* nobody looked for the files of `foo 1.0`: index `pypi` is unavailable/m,
  );
});

test("of files of a fork only the public index is asked", async () => {
  await using evil = await IndexServer.start();
  const { findings } = await check(project({ evil }, "foo 1.0 @evil"), { onlyPublic: true });
  assert.deepEqual(evil.seen, []);
  assert.match(lines(findings, "not-checked").join("\n"), /index `evil` is not asked for files of a fork/);
});

test("who published is read with the metadata beside it, and that no signature was checked is said", async () => {
  await using pypi = await IndexServer.start();
  const own = attest(pypi, "foo", "1.0");
  const metadata = metadataText("foo", "1.0", "Project-URL: Source, https://github.com/other/foo");
  pypi.on(`/files/${own.filename}.metadata`, { body: metadata });
  pypi.on(
    "/simple/foo/",
    jsonPage([{ ...own, "core-metadata": { sha256: sha256(metadata) } }, file(pypi, "foo", "0.9")]),
  );
  const { findings } = await check(project({ pypi }, "foo 1.0 @pypi"));
  assert.match(
    lines(findings, "warning").join("\n"),
    /P16 .*`github.com\/acme\/foo`, and its metadata names `github.com\/other\/foo`/,
  );
  assert.match(
    lines(findings, "not-checked").join("\n"),
    /P14 .*attested by GitHub `acme\/foo` by `release.yml`; the signatures were not checked/,
  );
});

test("a change is held against what was locked before: the publisher, and what did not change is not asked about", async () => {
  await using pypi = await IndexServer.start();
  pypi.on(
    "/simple/foo/",
    jsonPage([attest(pypi, "foo", "1.0"), attest(pypi, "foo", "1.1", publisher("evil/foo", "x.yml"))]),
  );
  pypi.on("/simple/bar/", jsonPage([attest(pypi, "bar", "1.0"), file(pypi, "bar", "0.9")]));
  const before = project({ pypi }, "foo 1.0 @pypi", "bar 1.0 @pypi");
  const { findings } = await check(project({ pypi }, "foo 1.1 @pypi", "bar 1.0 @pypi"), {}, before);
  assert.match(lines(findings, "warning").join("\n"), /P15 .*`foo 1.1` is published by GitHub `evil\/foo`/);
  assert.deepEqual(
    pypi.seen
      .map(({ path }) => path)
      .filter((path) => path.startsWith("/integrity"))
      .toSorted(),
    ["/integrity/foo-1.0-py3-none-any.whl", "/integrity/foo-1.1-py3-none-any.whl"],
  );
});

test("a lock that was not there before is new as a whole; what cannot be read makes nothing new", async () => {
  await using pypi = await IndexServer.start();
  pypi.on("/simple/foo/", jsonPage([file(pypi, "foo", "1.0", { yanked: "broken" }), file(pypi, "foo", "0.9")]));
  const files = project({ pypi }, "foo 1.0 @pypi");
  const levelWith = async (before: Files | undefined) =>
    (await check(files, {}, before)).findings.find(({ id }) => id === "P10")?.level;
  const levels = [{}, { Pipfile: files["Pipfile"]! }, { Pipfile: "[" }, undefined].map(levelWith);
  assert.deepEqual(await Promise.all(levels), ["failure", "failure", "warning", "warning"]);
});

test("more provenance than is asked for at once is told, and no release is left out", async () => {
  await using pypi = await IndexServer.start();
  const many = Array.from({ length: 320 }, (_, i) => {
    const filename = `foo-1.0-py3-none-any${i}.whl`;
    return { filename, hashes: { sha256: sha256(filename) }, provenance: `${pypi.origin}/integrity/${filename}` };
  });
  pypi.on("/simple/foo/", jsonPage(many));
  pypi.on("/simple/bar/", jsonPage([attest(pypi, "bar", "1.0")]));
  const files = project({ pypi }, "foo 1.0 @pypi", "bar 1.0 @pypi");
  const lock = JSON.parse(files["Pipfile.lock"]!) as { default: { foo: { hashes: string[] } } };
  lock.default.foo.hashes = many.map(({ hashes }) => `sha256:${hashes.sha256}`);
  const { findings } = await check({ ...files, "Pipfile.lock": JSON.stringify(lock) });
  const asked = pypi.seen.map(({ path }) => path).filter((path) => path.startsWith("/integrity"));
  assert.equal(asked.length, 300);
  assert.ok(asked.includes("/integrity/bar-1.0-py3-none-any.whl"));
  assert.match(
    lines(findings, "not-checked").join("\n"),
    /P14 .*the provenance of 320 of 320 files of `foo 1.0` was not read/,
  );
});

test("the same for a requirements file with hashes, and for one without any", async () => {
  await using pypi = await IndexServer.start();
  pypi.on("/simple/foo/", jsonPage([file(pypi, "foo", "1.0")]));
  const manifest = `--index-url ${pypi.simple}\nfoo\n`;
  const hashed = `--index-url ${pypi.simple}\n# by pip-compile\nfoo==1.0 \\\n    --hash=sha256:${"1".repeat(64)}\n`;
  const { findings } = await check({ "requirements.in": manifest, "requirements.txt": hashed });
  assert.match(lines(findings, "failure").join("\n"), /^INVALID-ARTIFACT-HASH requirements.txt:3 /);
  const bare = await check({ "requirements.in": manifest, "requirements.txt": "foo==1.0\n" });
  assert.match(lines(bare.findings, "warning").join("\n"), /P09 requirements.txt:1 the lock has no hash of `foo 1.0`/);
  const other = await check({ "requirements.in": "foo\n", "requirements.txt": hashed }, { onlyPublic: true });
  assert.match(lines(other.findings, "failure").join("\n"), /P19 .*the indexes are not the same in the lock and in/);
});

test("the same for pylock.toml, whose files have names and sizes", async () => {
  await using pypi = await IndexServer.start();
  const own = file(pypi, "foo", "1.0", { size: 2 });
  pypi.on("/simple/foo/", jsonPage([own]));
  const manifest = `[project]\nname = "x"\nversion = "1"\ndependencies = ["foo"]\n[[tool.uv.index]]\nname = "corp"\nurl = "${pypi.simple}"\ndefault = true\n`;
  const lock = (size: number, hash: string) => `lock-version = "1.0"
created-by = "test"

[[packages]]
name = "foo"
version = "1.0"
index = "${pypi.simple}"

[[packages.wheels]]
url = "${pypi.origin}/files/${own.filename}"
size = ${size}
hashes = { sha256 = "${hash}" }
`;
  const right = sha256(own.filename);
  const outcome = async (text: string) =>
    lines((await check({ "pyproject.toml": manifest, "pylock.toml": text })).findings, "failure");
  assert.deepEqual(await outcome(lock(2, right)), []);
  assert.match(
    (await outcome(lock(3, right))).join("\n"),
    /^P09 pylock.toml:5 `foo-1.0-py3-none-any.whl` has another size/,
  );
  assert.match((await outcome(lock(2, "1".repeat(64)))).join("\n"), /P09 pylock.toml:5 .* another digest on the index/);
});

test("what a lock says beside its pins is held against the manifest, and no password is shown", async () => {
  await using pypi = await IndexServer.start();
  pypi.on("/simple/foo/", jsonPage([file(pypi, "foo", "1.0")]));
  const files = project({ pypi }, "foo 1.0 @pypi");
  const lock = JSON.parse(files["Pipfile.lock"]!) as { _meta: Record<string, unknown> };
  lock._meta["requires"] = { python_version: "3.9" };
  lock._meta["sources"] = [
    { name: "pypi", url: "https://robot:hunter2@pypi.example/simple", verify_ssl: true },
    { name: "more", url: "https://more.example/simple", verify_ssl: true },
  ];
  const text = JSON.stringify(lock, undefined, 4);
  const line = text.slice(0, text.indexOf("hunter2")).split("\n").length;
  const report = await check({ ...files, "Pipfile.lock": text });
  assert.deepEqual(lines(report.findings, "failure"), [
    "P19 Pipfile.lock:1 `requires` is not the same in the lock and in `Pipfile`",
    `P19 Pipfile.lock:${line} line ${line} of \`Pipfile.lock\` holds credentials in the open; whoever can read the repository has them`,
    "P19 Pipfile.lock:1 source `pypi` is not the same in the lock and in `Pipfile`",
    "P19 Pipfile.lock:1 the lock takes packages from `more`, which `Pipfile` does not name",
  ]);
  assert.ok(!JSON.stringify(report).includes("hunter2"));
});

test("without a lock there is nothing to find, and that is said", async () => {
  const { Pipfile } = project({}, "foo 1.0");
  const { locks, unchecked, findings } = await check({ Pipfile: Pipfile! });
  const reason = { code: "NO_LOCK", reason: "there is no lock yet" };
  assert.deepEqual(
    [locks, findings, unchecked],
    [[], [], [{ environment: "default", path: "Pipfile.lock", ...reason }]],
  );
});
