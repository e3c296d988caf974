/** Repositories of pip and of pyproject.toml, from their files to a lock that the real clients install. */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import type { ProjectReport } from "../../src/cli/index.ts";
import { type Ended, root, run } from "../support/command.ts";
import { IndexServer, jsonPage, metadataText, sha256, wheel } from "../support/index-server.ts";
import { python, skipWithout } from "../support/python-clients.ts";
import { temporaryFolder } from "../support/repository.ts";

const thoth = (...args: readonly string[]): Promise<Ended> => run(join(root, "bin/thoth.mjs"), ["advise", ...args]);
const report = ({ stdout }: Ended) => (JSON.parse(stdout) as ProjectReport).environments[0]!;

function folderOf(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(context);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const environment = 'runtime_environments:\n  - name: a\n    python_version: "3.11"\n';

for (const format of ["pip", "pip-tools"])
  test(`\`requirements_format: ${format}\` locks requirements.in in requirements.txt`, async (t) => {
    const folder = folderOf(t, {
      ".thoth.yaml": `requirements_format: ${format}\n${environment}`,
      "requirements.in": "flask>=2 # the web\n-c limits.txt\n",
      "limits.txt": "werkzeug<3.1\n",
    });
    const written = await thoth(folder, "--write");
    assert.equal(written.code, 0, written.stderr);
    assert.match(written.stderr, /^wrote requirements\.txt$/m);
    const lock = readFileSync(join(folder, "requirements.txt"), "utf8");
    assert.match(
      lock,
      /^werkzeug==3\.0\.\d+ \\\n(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+ {4}# via\n {4}# {3}-c limits\.txt\n {4}# {3}flask$/m,
    );
    const again = await thoth(folder, "--write", "--json");
    assert.deepEqual(report(again).changes, []);
    assert.equal(readFileSync(join(folder, "requirements.txt"), "utf8"), lock);
  });

test("a requirements.txt of its own becomes requirements.in, and the lock takes its place", async (t) => {
  const text = "# ours\nflask >= 2\r\n";
  const folder = folderOf(t, { "requirements.txt": text, ".python-version": "3.11\n" });
  const first = await thoth(folder, "--write");
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /`requirements\.txt` becomes the lock/);
  assert.match(first.stdout, /Nothing is written but `requirements\.in` and\s+`requirements\.txt` on this\s+branch/);
  assert.equal(readFileSync(join(folder, "requirements.in"), "utf8"), text);
  assert.match(readFileSync(join(folder, "requirements.txt"), "utf8"), /^flask==3\.[^]*# via -r requirements\.in$/m);
  assert.deepEqual(report(await thoth(folder, "--json")).changes, []);
});

test("what pip would do otherwise, and what cannot be known, is said", async (t) => {
  const folder = folderOf(t, { "requirements.in": "flask\n-e .\n--find-links ./wheels\nsix --pre\n" });
  const { stdout } = await thoth(folder, "--python", "3.11");
  for (const said of [
    /`-e \.` is not from an index/,
    /`requirements\.txt` has no hashes, because pip cannot check/,
    /pages of `--find-links` are not read/,
    /requirements\.in:4:5: `--pre` stands behind a requirement, and pip ignores it/,
  ])
    assert.match(stdout.replaceAll(/\s+/g, " "), said);
});

test("a pyproject.toml is locked in requirements.txt, and what its image runs is told where it is another Python", async (t) => {
  const folder = folderOf(t, {
    "pyproject.toml": '[project]\nname = "chat"\nrequires-python = "==3.11.3"\ndependencies = ["flask>=2"]\n',
    Dockerfile: "FROM python:3.11.6-slim\nRUN pip install --no-deps -r requirements.txt\n",
  });
  const { code, stdout, stderr } = await thoth(folder, "--write");
  assert.equal(code, 0, stderr);
  assert.match(stdout.replaceAll(/\s+/g, " "), /Dockerfile:1:1 is `python:3\.11\.6-slim`, but pyproject\.toml:3:1/);
  const lock = readFileSync(join(folder, "requirements.txt"), "utf8");
  assert.match(lock, /^flask==3\.[^]*# via chat \(pyproject\.toml\)$/m);
  assert.doesNotMatch(lock, /python_/);
  assert.deepEqual(report(await thoth(folder, "--json")).changes, []);
});

test("a file in UTF-16 is read by its byte order mark", async (t) => {
  const folder = folderOf(t, {});
  writeFileSync(join(folder, "requirements.in"), Buffer.from("\ufeffclick\r\n", "utf16le"));
  const { stdout } = await thoth(folder, "--python", "3.11", "--json");
  assert.deepEqual(Object.keys((JSON.parse(stdout) as ProjectReport).environments[0]!.packages), ["click"]);
});

test("a project locked by another tool gets a sentence, and no second lock", async (t) => {
  const folder = folderOf(t, { "pyproject.toml": '[project]\ndependencies = ["flask"]\n', "uv.lock": "version = 1\n" });
  const ended = await thoth(folder, "--write", "--json");
  assert.equal(ended.code, 1);
  assert.equal(report(ended).error?.code, "LOCKED_BY_OTHER_TOOL");
  assert.equal(existsSync(join(folder, "pylock.toml")), false);
});

/** `app` requires `lib`, and `extra-tool` requires nothing. */
async function serve(): Promise<IndexServer> {
  const server = await IndexServer.start();
  const releases = [
    ["app", "1.0", "Requires-Dist: lib>=2"],
    ["lib", "2.0"],
    ["extra_tool", "3.0"],
  ] as const;
  for (const [name, version, ...lines] of releases) {
    const metadata = metadataText(name, version, ...lines);
    const info = `${name}-${version}.dist-info`;
    const file = wheel(name, version, metadata, [
      {
        path: `${info}/WHEEL`,
        content: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
      },
      { path: `${info}/RECORD`, content: "" },
    ]);
    const filename = `${name}-${version}-py3-none-any.whl`;
    const listed = {
      filename,
      url: `${server.origin}/files/${filename}`,
      hashes: { sha256: sha256(file) },
      "core-metadata": { sha256: sha256(metadata) },
      size: file.length,
      "upload-time": "2024-01-01T00:00:00Z",
    };
    server.on(`/simple/${name.replace("_", "-")}/`, jsonPage([listed]));
    server.on(`/files/${filename}`, { body: file }).on(`/files/${filename}.metadata`, { body: metadata });
  }
  return server;
}

/** What a client says, on both streams. @throws {AssertionError} when it fails */
async function client(folder: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(python!, args, { cwd: folder });
  assert.equal(code, 0, stdout + stderr);
  return stdout + stderr;
}

test(
  "pip and uv install a requirements lock by its hashes",
  { skip: skipWithout("pip") || skipWithout("uv") },
  async (t) => {
    await using server = await serve();
    const folder = folderOf(t, {
      "requirements.in": `--index-url ${server.simple}\nApp\nextra.tool; python_version > '3'\n`,
    });
    const ended = await thoth(folder, "--online", "--write", "--python", "3.11");
    assert.equal(ended.code, 0, ended.stderr + ended.stdout);
    const install = ["install", "--dry-run", "--require-hashes", "-r", "requirements.txt"];
    const pip = await client(folder, ["-m", "pip", ...install, "--ignore-installed", "--no-cache-dir"]);
    assert.match(pip, /Would install app-1\.0 extra[-_]tool-3\.0 lib-2\.0/);
    const uv = await client(folder, ["-m", "uv", "pip", ...install, "--reinstall", "--no-cache"]);
    for (const line of ["+ app==1.0", "+ extra-tool==3.0", "+ lib==2.0"]) assert.ok(uv.includes(line), uv);
  },
);

test("uv installs a pylock.toml, extras and groups apart", { skip: skipWithout("uv") }, async (t) => {
  await using server = await serve();
  const { stdout } = await run(python!, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
  const pyproject = `[project]
name = "demo"
version = "1"
dependencies = ["app"]
[project.optional-dependencies]
more = ["extra-tool"]
[[tool.uv.index]]
name = "here"
url = "${server.simple}"
default = true
`;
  const empty = 'lock-version = "1.0"\ncreated-by = "test"\npackages = []\n';
  const folder = folderOf(t, { "pyproject.toml": pyproject, "pylock.toml": empty });
  const ended = await thoth(folder, "--online", "--write", "--python", stdout.trim());
  assert.equal(ended.code, 0, ended.stderr + ended.stdout);
  const install = [
    "-m",
    "uv",
    "pip",
    "install",
    "--dry-run",
    "--preview",
    "--reinstall",
    "--no-cache",
    "-r",
    "pylock.toml",
  ];
  const plain = await client(folder, install);
  assert.match(plain, /\+ app==1\.0[^]*\+ lib==2\.0/);
  assert.doesNotMatch(plain, /extra-tool/);
  assert.match(await client(folder, [...install, "--extra", "more"]), /\+ extra-tool==3\.0/);
  const { stdout: pip } = await run(python!, ["-c", "import pip; print(int(pip.__version__.split('.')[0]) >= 26)"]);
  if (pip.trim() === "True") {
    const flags = ["--dry-run", "--ignore-installed", "--no-cache-dir"];
    assert.match(
      await client(folder, ["-m", "pip", "install", ...flags, "-r", "pylock.toml"]),
      /install app-1\.0 lib-2\.0/,
    );
  }
  const oracle = "import tomllib, packaging.pylock as p; p.Pylock.from_dict(tomllib.load(open('pylock.toml', 'rb')))";
  await client(folder, ["-c", oracle]);
});
