/**
 * What we write is installed by the real clients, each into an empty environment, from a package index on loopback with
 * real wheels; then the environment itself says what it holds.
 */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type TestContext, test } from "node:test";

import { run, root } from "../support/command.ts";
import { IndexServer, jsonPage, sha256 } from "../support/index-server.ts";
import { python, skipWithout } from "../support/python-clients.ts";
import { temporaryFolder } from "../support/repository.ts";

interface Release {
  readonly name: string;
  readonly version: string;
  /** Of METADATA, behind name and version. */
  readonly lines: readonly string[];
}

/** Releases beside the newest ones, an extra, a marker that is false here, and a cycle. */
const releases: readonly Release[] = [
  {
    name: "app",
    version: "1.0",
    lines: [
      "Requires-Python: >=3.8",
      "Requires-Dist: lib>=2",
      'Requires-Dist: winlib; sys_platform == "win32"',
      "Provides-Extra: more",
      'Requires-Dist: extra.tool<4; extra == "more"',
    ],
  },
  { name: "lib", version: "2.0", lines: ["Requires-Dist: app"] },
  { name: "lib", version: "1.0", lines: [] },
  { name: "extra.tool", version: "4.0", lines: [] },
  { name: "extra.tool", version: "3.0", lines: [] },
  { name: "checker", version: "0.5", lines: ["Requires-Dist: lib"] },
  { name: "winlib", version: "1.0", lines: [] },
];

const needed = "app==1.0 extra-tool==3.0 lib==2.0";
const neededToDevelop = "app==1.0 checker==0.5 extra-tool==3.0 lib==2.0";

/** A format that we write: the project that asks for it, the lock, and who installs it. */
interface Output {
  readonly lock: string;
  readonly files: (index: string, minor: string) => Readonly<Record<string, string>>;
  readonly clients: readonly Client[];
}

interface Client {
  readonly command: string;
  /** Its module in Python; a machine without it skips the test. */
  readonly module: string;
  /** What the environment holds afterwards. */
  readonly holds: string;
}

const outputs: readonly Output[] = [
  {
    lock: "Pipfile.lock",
    files: (index, minor) => ({
      Pipfile: `[[source]]
name = "here"
url = "${index}"
verify_ssl = false

[packages]
app = {version = "*", extras = ["more"]}

[dev-packages]
checker = "*"

[requires]
python_version = "${minor}"
`,
    }),
    clients: [
      { command: "pipenv sync", module: "pipenv", holds: needed },
      { command: "pipenv install --deploy --dev", module: "pipenv", holds: neededToDevelop },
      { command: "micropipenv install --method pipenv --deploy --dev", module: "micropipenv", holds: neededToDevelop },
    ],
  },
  {
    lock: "requirements.txt",
    files: (index) => ({ "requirements.in": `--index-url ${index}\napp[more]\n` }),
    clients: [
      { command: "pip install --require-hashes -r requirements.txt", module: "pip", holds: needed },
      { command: "uv pip install --require-hashes -r requirements.txt", module: "uv", holds: needed },
    ],
  },
  {
    lock: "pylock.toml",
    files: (index) => ({
      "pyproject.toml": `[project]
name = "demo"
version = "1"
dependencies = ["app[more]"]

[[tool.uv.index]]
name = "here"
url = "${index}"
default = true
`,
      "pylock.toml": 'lock-version = "1.0"\ncreated-by = "test"\npackages = []\n',
    }),
    clients: [
      { command: "uv pip sync --preview-features pylock pylock.toml", module: "uv", holds: needed },
      { command: "uv pip install --preview-features pylock -r pylock.toml", module: "uv", holds: needed },
      { command: "pip install -r pylock.toml", module: "pip", holds: needed },
    ],
  },
];

for (const output of outputs) {
  const needs = ["uv", ...output.clients.map(({ module }) => module)];
  const skip = needs.map(skipWithout).find((reason) => reason !== false) ?? false;
  test(`${output.lock} is installed by ${output.clients.length} commands of real clients`, { skip }, async (t) => {
    await using server = await serve(t);
    const minor = await ask(python!, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
    const folder = temporaryFolder(t);
    for (const [path, text] of Object.entries(output.files(server.simple, minor)))
      writeFileSync(join(folder, path), text);
    const thoth = ["advise", folder, "--online", "--write", "--python", minor];
    const environment = { XDG_CACHE_HOME: join(folder, "cache") };
    const advised = await run(join(root, "bin/thoth.mjs"), thoth, { environment });
    assert.equal(advised.code, 0, advised.stderr + advised.stdout);
    assert.ok(existsSync(join(folder, output.lock)), advised.stdout);
    const lock = readFileSync(join(folder, output.lock), "utf8");
    for (const client of output.clients) {
      await t.test(client.command, async () => {
        assert.equal(await installed(folder, client), client.holds);
        // micropipenv writes the lock anew, without its last newline.
        assert.equal(
          readFileSync(join(folder, output.lock), "utf8").trim(),
          lock.trim(),
          "the client changed the lock",
        );
      });
    }
  });
}

/** The index, its wheels built by Python itself. */
async function serve(context: TestContext): Promise<IndexServer> {
  const folder = temporaryFolder(context);
  const built = await run(python!, [join(root, "test/support/build-wheels.py"), folder], {
    input: JSON.stringify(releases),
  });
  assert.equal(built.code, 0, built.stderr);
  const filenames = built.stdout.trim().split("\n");
  const server = await IndexServer.start();
  for (const [name, own] of Map.groupBy(releases, (release) => release.name)) {
    const files = own.map((release) => {
      const filename = filenames[releases.indexOf(release)]!;
      const wheel = readFileSync(join(folder, filename));
      server.on(`/files/${filename}`, { body: wheel });
      const python = release.lines.flatMap((line) => /^Requires-Python: (.+)$/.exec(line)?.[1] ?? [])[0];
      return {
        filename,
        url: `${server.origin}/files/${filename}`,
        hashes: { sha256: sha256(wheel) },
        size: wheel.length,
        "upload-time": "2024-01-01T00:00:00Z",
        ...(python === undefined ? {} : { "requires-python": python }),
      };
    });
    server.on(`/simple/${name.replace(".", "-")}/`, jsonPage(files));
  }
  return server;
}

/** Runs the client on a new environment without even pip. @returns what the environment then holds, sorted */
async function installed(folder: string, { command, module }: Client): Promise<string> {
  const target = join(folder, "environments", command.replaceAll(/\W+/g, "-"));
  mkdirSync(dirname(target), { recursive: true });
  await ask(tool("uv"), ["venv", "--quiet", "--python", python!, target]);
  const own = join(target, "bin/python");
  // As a module of an interpreter uv takes that interpreter's environment for the one that is meant.
  const args = [...command.split(" ").slice(1), ...(module === "uv" ? ["--python", own] : [])];
  const { code, stdout, stderr } = await run(tool(module), args, {
    cwd: folder,
    environment: {
      VIRTUAL_ENV: target,
      HOME: folder,
      XDG_CACHE_HOME: join(target, "cache"),
      PATH: `${dirname(python!)}${delimiter}${process.env["PATH"]}`,
      PIP_PYTHON: own,
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      PIPENV_NOSPIN: "1",
      MICROPIPENV_PIP_BIN: tool("pip"),
    },
  });
  assert.equal(code, 0, stdout + stderr);
  const list = `import importlib.metadata as m
print(*sorted(d.metadata["Name"].lower().replace(".", "-") + "==" + d.version for d in m.distributions()))`;
  return await ask(own, ["-c", list]);
}

/** The program beside the interpreter of the tests. */
function tool(name: string): string {
  return join(dirname(python!), name);
}

/** What a program prints. @throws {AssertionError} when it fails */
async function ask(program: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(program, args);
  assert.equal(code, 0, stdout + stderr);
  return stdout.trim();
}
