/** A requirements file with all that it includes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { RequirementsManifest } from "../../../src/project/requirements/manifest.ts";
import { readRequirements } from "../../../src/project/requirements/read.ts";

const { signal } = new AbortController();

async function read(files: Readonly<Record<string, string>>, path = "requirements.in"): Promise<RequirementsManifest> {
  const readFile = async (name: string) => (Object.hasOwn(files, name) ? files[name] : undefined);
  return (await readRequirements(path, readFile, signal)) ?? assert.fail("there is no such file");
}

test("includes count from the file that names them, and each entry knows its own", async () => {
  const manifest = await read(
    {
      "a/requirements.in": "-r ../base/in.txt\n-c limits.txt\nflask",
      "base/in.txt": "-r deep/more.txt\nrequests",
      "base/deep/more.txt": "six",
      "a/limits.txt": "werkzeug<3\nurllib3 @ https://e/u.zip",
    },
    "a/requirements.in",
  );
  assert.deepEqual(
    manifest.entries.map(({ name, file, line }) => `${name} ${file}:${line}`),
    ["six base/deep/more.txt:1", "requests base/in.txt:2", "flask a/requirements.in:3"],
  );
  assert.deepEqual(
    manifest.constraints.map(({ requirement, file }) => `${requirement.toString()} ${file}`),
    ["werkzeug<3 a/limits.txt"],
  );
  assert.deepEqual(manifest.remarks, [
    "a/limits.txt:2:1: `urllib3 @ https://e/u.zip` is not looked at: a constraint with an address needs a build",
  ]);
});

test("a `constraints.txt` beside it holds too, once", async () => {
  const files = { "constraints.txt": "six<2" };
  const beside = await read({ ...files, "requirements.in": "flask" });
  assert.deepEqual(beside.remarks, ["the bounds in `constraints.txt` hold too"]);
  const named = await read({ ...files, "requirements.in": "flask\n-c constraints.txt" });
  assert.deepEqual(named.remarks, []);
  for (const { constraints } of [beside, named]) assert.equal(constraints.length, 1);
});

const refused: readonly (readonly [text: string, message: string])[] = [
  ["\n-r missing.txt", "requirements.in:2:1: there is no `missing.txt`"],
  ["-r requirements.in", "requirements.in:1:1: `requirements.in` includes itself"],
  ["-r loop.txt", "loop.txt:1:1: `requirements.in` includes itself"],
  ["-r ../up.txt", "requirements.in:1:1: `../up.txt` is not a file of the repository"],
  ["-r /etc/passwd", "requirements.in:1:1: `/etc/passwd` is not a file of the repository"],
  ["-r https://e/r.txt", "requirements.in:1:1: `https://e/r.txt` is not a file of the repository"],
  ["-r ${HOME}/r.txt", "requirements.in:1:1: `${HOME}/r.txt` is not a file of the repository"],
  ["-r .", "requirements.in:1:1: `.` is not a file of the repository"],
  ["\n--no-index", "requirements.in:2:1: `--no-index` leaves no index to choose releases from"],
];
for (const [text, message] of refused)
  test(`refuses ${JSON.stringify(text)}`, () =>
    assert.rejects(read({ "requirements.in": text, "loop.txt": "-r requirements.in" }), {
      code: "INVALID_REQUIREMENTS_FILE",
      message,
    }));

test("a file that is included twice counts twice", async () => {
  const { entries } = await read({ "requirements.in": "-r x.txt\n-r x.txt", "x.txt": "six" });
  assert.deepEqual(
    entries.map(({ name }) => name),
    ["six", "six"],
  );
});

// Options, and the indexes that they come to.
const indexes: readonly (readonly [options: string, sources: string])[] = [
  ["", "pypi https://pypi.org/simple verified"],
  ["-i https://pypi.org/simple/", "pypi https://pypi.org/simple/ verified"],
  [
    "--extra-index-url https://u:p@a.org/s",
    "pypi https://pypi.org/simple verified, a.org https://u:p@a.org/s verified",
  ],
  ["--extra-index-url https://a/s\n-i https://b/s", "b https://b/s verified"],
  ["-i https://b/s --extra-index-url https://b/t", "b https://b/s verified, b-2 https://b/t verified"],
  ["-i http://h:80/s --trusted-host h", "h-80 http://h:80/s trusted"],
  ["-i https://${USER}:${PASSWORD}@corp.example/s", "corp.example https://${USER}:${PASSWORD}@corp.example/s verified"],
];
for (const [options, expected] of indexes)
  test(`${options === "" ? "no option" : options} means ${expected}`, async () => {
    const { sources } = await read({ "requirements.in": options });
    const told = sources.map(({ name, url, verifySsl }) => `${name} ${url} ${verifySsl ? "verified" : "trusted"}`);
    assert.equal(told.join(", "), expected);
  });

test("options that a lock repeats", async () => {
  const text =
    "--no-binary x,:all:\n--only-binary b,a\n--no-binary a\n-f ./wheels\n--trusted-host h\n--pre\n--only-final six";
  const { optionLines, allowPrereleases, prereleases, remarks } = await read({ "requirements.in": text });
  assert.deepEqual(optionLines, [
    "--find-links ./wheels",
    "--trusted-host h",
    "--no-binary :all:",
    "--no-binary a",
    "--only-binary b",
  ]);
  assert.equal(allowPrereleases, true);
  assert.deepEqual([...prereleases], [["six", false]]);
  assert.equal(remarks.length, 2);
});

test("lines without a name are set apart", async () => {
  const { unnamed, entries } = await read({ "requirements.in": "-e .\n./lib ; os_name == 'nt'\nsix" });
  assert.deepEqual(
    unnamed.map(({ text }) => text),
    ["-e .", "./lib ; os_name == 'nt'"],
  );
  assert.deepEqual(
    entries.map(({ name }) => name),
    ["six"],
  );
});
