import assert from "node:assert/strict";
import { test } from "node:test";

import { type Output, type ProjectFolder, runScan, type ScanOptions } from "../../src/cli/index.ts";

/** What the command prints and says about files, and its exit code. */
async function scan(files: Readonly<Record<string, string>>, options: Partial<ScanOptions> = {}) {
  const told = { data: "", said: [] as string[], code: 0 };
  const output: Output = {
    data: (text) => (told.data += text),
    say: (line) => told.said.push(line),
    width: 100,
    colours: false,
  };
  const folder: ProjectFolder = {
    list: async () => Object.keys(files).toSorted(),
    read: async (path) => files[path],
    readBytes: async (path) => files[path],
    write: () => Promise.reject(new Error("nothing is written")),
  };
  const all = { json: false, sarif: false, rules: false, all: false, ...options };
  told.code = await runScan(async () => folder, all, "1.2.3", output, new AbortController().signal);
  return told;
}

const files = {
  "app/views.py": "import os\n\n\nclass View:\n    def get(self, name):\n        os.system(name)\n",
  "app/jobs.py": "import pickle\n\npickle.loads(x)\nos.system('ls')  # nosec\n",
  "tests/test_it.py": "eval(x)\n",
};

test("findings stand by rule, the gravest first, with what to do and where", async () => {
  const { data, said, code } = await scan(files);
  assert.equal(
    data,
    "error PY010: a pickle runs code when it is read; take JSON, or check a signature of the data before you read it\n" +
      "  https://docs.python.org/3/library/pickle.html#restricting-globals\n" +
      "  app/jobs.py:3:1\n" +
      "\n" +
      "error PY034: a shell runs this text; pass a list of arguments to `subprocess.run`\n" +
      "  https://docs.python.org/3/library/os.html#os.system\n" +
      "  app/views.py:6:9  in View.get\n" +
      "\n" +
      "warning PY002: `eval` runs its text as code; read values with `ast.literal_eval` or `json.loads`\n" +
      "  https://docs.python.org/3/library/functions.html#eval\n" +
      "  tests/test_it.py:1:1 (tests)\n",
  );
  assert.deepEqual(said, [
    "2 errors, 1 warning, 1 for information in 3 files (11 lines)",
    "hint: --all shows information, too",
    "1 finding switched off by comments",
  ]);
  assert.equal(code, 1);
});

test("ten places of a rule are shown, and all on demand", async () => {
  const many = { "a.py": "eval(x)\n".repeat(12) };
  assert.match((await scan(many)).data, / {2}a\.py:10:1\n {2}and 2 more, which --all shows\n$/);
  assert.match((await scan(many, { all: true })).data, / {2}a\.py:12:1\n$/);
});

test("the exit code is 0 where nothing is an error", async () => {
  const { data, code, said } = await scan({ "a.py": "import shelve\nshelve.open(x)\n" });
  assert.match(data, /^warning PY012/);
  assert.equal(code, 0);
  assert.equal(said[0], "0 errors, 1 warning, 1 for information in 1 file (2 lines)");
});

test("a folder without Python is told", async () => {
  const { data, said, code } = await scan({ "README.md": "" });
  assert.deepEqual([data, code], ["", 0]);
  assert.ok(said.includes("hint: there is no Python in this folder; name another one"));
});

test("JSON has the findings, and what was switched off", async () => {
  const { findings, suppressed, ...rest } = JSON.parse((await scan(files, { json: true, all: true })).data) as {
    findings: { rule: string }[];
    suppressed: { rule: string; by: string }[];
  };
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ["PY010", "PY034", "PY002", "PY010"],
  );
  assert.deepEqual(
    suppressed.map(({ rule, by }) => `${rule} ${by}`),
    ["PY034 nosec"],
  );
  assert.deepEqual(rest, { files: 3, lines: 11, unread: [], security: false });
});

test("SARIF names this program and its version", async () => {
  const log = JSON.parse((await scan(files, { sarif: true })).data) as {
    runs: { tool: { driver: object }; results: { ruleId: string; suppressions?: object }[] }[];
  };
  assert.deepEqual({ ...log.runs[0]!.tool.driver, rules: [] }, { name: "thoth", semanticVersion: "1.2.3", rules: [] });
  assert.equal(log.runs[0]!.results.filter(({ suppressions }) => suppressions !== undefined).length, 1);
});

test("the rules are shown without looking at a folder", async () => {
  const { data, code } = await scan({}, { rules: true });
  assert.match(data, /^PY001 {2}error {4}CWE-95: `exec`\n/);
  assert.equal(code, 0);
});

test("what settings and locks say counts", async () => {
  const server = { "a.py": "from http.server import HTTPServer\nHTTPServer(address, handler)\nimport Crypto.Cipher\n" };
  const settings = { ".thoth.yaml": "recommendation_type: security\n", "requirements.txt": "pycrypto==2.6.1\n" };
  assert.match((await scan(server)).data, /^warning PY102/);
  assert.match((await scan({ ...server, ...settings })).data, /^error PY073[^]*error PY102/);
});

test("names of files cannot write to the terminal", async () => {
  const { data } = await scan({ "a\u001b[2J.py": "eval(x)\n" });
  assert.ok(!data.includes("\u001b"));
});
