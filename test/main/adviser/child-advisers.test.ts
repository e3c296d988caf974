/** The advisers of a worker, in real child processes: what they answer, and how they end. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { tryConfinement } from "../../../src/adapters/child/index.ts";
import { type Adviser, localAdviser, type ProjectRequest, type VisitRequest } from "../../../src/advise/index.ts";
import { ChildAdvisers, type ChildAdvisersOptions } from "../../../src/main/adviser/child-advisers.ts";
import { makeBundle } from "../../../src/knowledge/index.ts";
import { openServices } from "../../../src/main/services.ts";
import { HostUnavailable } from "../../../src/ports/index.ts";
import { packPrescriptions, ruleFile } from "../../../src/prescriptions/index.ts";
import { Version } from "../../../src/python/index.ts";
import { temporaryFolder } from "../../support/repository.ts";
import { tarGz } from "../../support/tar.ts";

const { signal } = new AbortController();
const limits = { memory: 512, processor: 600 };
const confinement = await tryConfinement(limits);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const wireOf = () => ({ get: () => Promise.reject(new Error("nobody is asked offline")) });

const all: ChildAdvisers[] = [];
after(() => {
  for (const each of all) each.close();
});

function advisers(options: Partial<ChildAdvisersOptions> = {}): ChildAdvisers {
  const made = new ChildAdvisers({ confinement, opening: { kind: "shipped" }, wireOf, log, ...options });
  all.push(made);
  return made;
}

const usual = advisers();

/** One visit. */
async function visit<T>(work: (adviser: Adviser) => Promise<T>, from = usual): Promise<T> {
  const adviser = from.open("acme/app");
  try {
    return await work(adviser);
  } finally {
    adviser.close();
  }
}

const small: Readonly<Record<string, string>> = {
  Pipfile: '[packages]\nidna = "*"\n\n[requires]\npython_version = "3.8"\n',
};

function request(files: (path: string) => Promise<string | undefined>): ProjectRequest {
  return { options: {}, command: "thoth advise", readFile: files };
}

const smallRequest = request(async (path) => small[path]);

test("the advice of a child is the advice of this process", async () => {
  const { services } = await openServices({ indexes: "shipped", progress: () => undefined }, signal);
  const here = await localAdviser(services).advise(smallRequest, signal);
  const there = await visit((adviser) => adviser.advise(smallRequest, signal));
  // What is undefined there is missing here.
  assert.deepEqual(there, JSON.parse(JSON.stringify(here)));
});

test("a child reads the code of a repository once, whichever of its projects is asked about", async () => {
  const asked: string[] = [];
  const files: Readonly<Record<string, string>> = { ...small, "app.py": "import nosuch\n" };
  const readFile = async (path: string) => {
    asked.push(path);
    return files[path];
  };
  const question = { ...request(readFile), sources: { files: ["app.py"], projects: 1 } };
  const answers = await visit(async (adviser) => [
    await adviser.advise(question, signal),
    await adviser.advise(question, signal),
  ]);
  for (const { environments } of answers) {
    const notes = environments[0]!.advice.notes.map(({ message }) => message);
    assert.ok(notes.includes("`app.py:1` imports `nosuch`, and nothing brings it"), notes.join("\n"));
  }
  assert.equal(asked.filter((path) => path === "app.py").length, 1);
});

/** What is said of imports and of unread files when the code of six modules is asked about, and the paths that were read singly. */
async function adviseSix(readArchive: VisitRequest["readArchive"], mostSingly: number) {
  const modules = Array.from({ length: 6 }, (_, index) => [`m${index}.py`, `import nosuch${index}\n`]);
  const files: Readonly<Record<string, string>> = { ...small, ...(Object.fromEntries(modules) as object) };
  const asked: string[] = [];
  const readFile = async (path: string) => {
    if (path.endsWith(".py")) asked.push(path);
    return files[path];
  };
  const sources = { files: modules.map(([path]) => path!), projects: 1, mostSingly };
  const question = { ...request(readFile), sources, readArchive };
  const { environments } = await visit((adviser) => adviser.advise(question, signal));
  const notes = environments[0]!.advice.notes.map(({ message }) => message);
  return { asked, notes: notes.filter((note) => /nosuch|not read/.test(note)) };
}

const archived = (...paths: readonly string[]): Buffer =>
  tarGz(...paths.map((path) => ({ path: `acme-app-1/${path}`, content: `import nosuch${path.slice(1, -3)}\n` })));

test("code comes out of one archive, and what is missing in it is asked for by itself", async () => {
  let fetched = 0;
  const readArchive = async () => {
    fetched++;
    return archived("m0.py", "m1.py", "m2.py", "m4.py", "m5.py");
  };
  const { asked, notes } = await adviseSix(readArchive, 300);
  assert.deepEqual([fetched, asked], [1, ["m3.py"]]);
  assert.equal(notes.filter((note) => note.includes("imports `nosuch")).length, 5);
  assert.ok(!notes.some((note) => note.includes("not read")), notes.join("\n"));
});

const unusable = { "no archive": undefined, "a damaged archive": archived("m0.py").subarray(0, 30) };

for (const [name, archive] of Object.entries(unusable))
  test(`with ${name} as many files as may be are asked for by themselves, and the rest is told`, async () => {
    const { asked, notes } = await adviseSix(async () => archive, 4);
    assert.deepEqual(asked, ["m0.py", "m1.py", "m2.py", "m3.py"]);
    assert.ok(
      notes.includes(
        "2 files of Python were not read, such as `m4.py` (more than 4 files are not asked for one by one): " +
          "what they use counts as unknown",
      ),
      notes.join("\n"),
    );
  });

test("a host that fails while an archive is wanted is known as it was: the job waits for it", async () => {
  const away = new HostUnavailable("502", 5_000);
  await assert.rejects(
    adviseSix(() => Promise.reject(away), 300),
    away,
  );
});

test("a visit that begins after knowledge was updated knows it", async (t) => {
  const folder = temporaryFolder(t);
  const affected = [
    { package: { ecosystem: "PyPI", name: "six" }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] },
  ];
  const records = [
    { id: "PYSEC-1", modified: "2026-11-01T00:00:00Z", affected: [{ package: { ecosystem: "PyPI", name: "other" } }] },
    { id: "MAL-1", modified: "2026-11-01T00:00:00Z", affected },
  ];
  const made = { name: "x", source: "x", licence: "CC0-1.0", attribution: "x" };
  const bundle = makeBundle([{ kind: "records", origin: made, records, asOf: undefined }], "2026-11-26");
  for (const [name, bytes] of bundle) writeFileSync(join(folder, name), bytes);
  const from = advisers();
  const lock = '{"_meta": {}, "default": {"six": {"version": "==1.16.0"}}, "develop": {}}';
  const survey = () =>
    visit((adviser) => adviser.survey({ lock: { place: "Pipfile.lock", text: lock } }, signal), from);
  assert.equal(await survey(), 0);
  from.useKnowledge(folder);
  assert.equal(await survey(), 4);
});

test("the rules of the operator and of the repository count in a child", async () => {
  const sieve = (name: string, version: string) => `units:
  sieves:
  - name: ${name}
    type: sieve
    should_include: {adviser_pipeline: true}
    match: {package_version: {name: idna, version: "${version}"}}
`;
  const origin = Buffer.alloc(32);
  const bytes = packPrescriptions([ruleFile("a.yaml", sieve("NotNew", ">=3.8"))], origin);
  const from = advisers({ rules: [{ name: "acme", origin: origin.toString("hex"), bytes }] });
  const files: Readonly<Record<string, string>> = {
    ...small,
    ".thoth.yaml": "prescriptions: {files: [ours.yaml]}\n",
    "ours.yaml": sieve("NotThat", "==3.7"),
  };
  const { environments } = await visit(
    (adviser) =>
      adviser.advise(
        request(async (path) => files[path]),
        signal,
      ),
    from,
  );
  const { outcome, data } = environments[0]!.advice;
  assert.ok(outcome.kind === "solved");
  const { version } = outcome.packages["idna"]!;
  assert.ok(Version.compare(Version.parse(version), Version.parse("3.7")) < 0, version);
  assert.deepEqual(
    data.filter(({ kind }) => kind === "rules").map(({ name }) => name),
    ["prescriptions", "acme", "own rules"],
  );
});

test("several questions of one visit are answered by one process", async () => {
  await visit(async (adviser) => {
    const text = "managers: [{name: advise, configuration: {labels: [deps]}}]";
    assert.deepEqual(await adviser.managers(".thoth.yaml", text, signal), [
      { name: "advise", configuration: { labels: ["deps"] } },
    ]);
    const lock = JSON.stringify({ _meta: { "pipfile-spec": 6 }, default: { idna: { version: "==3.4" } }, develop: {} });
    assert.equal(await adviser.survey({ lock: { place: "Pipfile.lock", text: lock } }, signal), 3);
  });
});

test("a mistake is told with its place, and the visit goes on", async () => {
  await visit(async (adviser) => {
    await assert.rejects(adviser.managers(".thoth.yaml", "managers: 1", signal), {
      code: "INVALID_CONFIGURATION",
      message: /^\.thoth\.yaml:1:11: /,
    });
    await assert.rejects(
      adviser.advise(
        request(async () => undefined),
        signal,
      ),
      { code: "NO_MANIFEST" },
    );
    assert.deepEqual(await adviser.managers(".thoth.yaml", "managers: []", signal), []);
  });
});

test("what the host says is known as it was: the job waits for it", async () => {
  const away = new HostUnavailable("503", 5_000);
  await visit((adviser) =>
    assert.rejects(
      adviser.advise(
        request(() => Promise.reject(away)),
        signal,
      ),
      away,
    ),
  );
});

test("a visit that is called off ends at once, with its reason", async () => {
  const stopped = new AbortController();
  const reason = new Error("the lease is lost");
  const hanging = request(() => {
    stopped.abort(reason);
    return new Promise(() => undefined);
  });
  await visit((adviser) => assert.rejects(adviser.advise(hanging, stopped.signal), reason));
});

test("what takes too long is ended, and the next visit has its answer", async () => {
  const impatient = advisers({ within: 1 });
  await impatient.ready();
  const hanging = request(() => new Promise(() => undefined));
  await visit((adviser) => assert.rejects(adviser.advise(hanging, signal), { code: "ADVICE_OVERDUE" }), impatient);
  const { plan } = await visit((adviser) => adviser.advise(smallRequest, signal));
  assert.equal(plan.kind, "change");
});

test("what does not end at a deadline is ended a little after it", async () => {
  const patient = advisers({ grace: 1 });
  await patient.ready();
  const hanging = request(() => new Promise(() => undefined));
  const soon = AbortSignal.timeout(1);
  // It hears of the deadline, and tells what it knows, or it is ended.
  await visit((adviser) => assert.rejects(adviser.advise(hanging, soon), /deadline|too late|longer|aborted/i), patient);
});

test("files that take all memory end their own visit, and say so", async () => {
  const tight = advisers({ confinement: { ...confinement, limits: { ...limits, memory: 64 } } });
  await tight.ready();
  const packages = Array.from({ length: 9_900 }, (_, i) => [
    `package-${i}`,
    {
      hashes: Array.from({ length: 27 }, (_hash, k) => `sha256:${String(i * 27 + k).padStart(64, "0")}`),
      version: "==1",
    },
  ]);
  const lock = JSON.stringify({ _meta: { "pipfile-spec": 6 }, default: Object.fromEntries(packages), develop: {} });
  await visit(async (adviser) => {
    await assert.rejects(adviser.survey({ lock: { place: "Pipfile.lock", text: lock } }, signal), {
      code: "ADVICE_OUT_OF_MEMORY",
      message: "looking into the files took more than 64 MB of memory, and was ended",
    });
    // The same visit goes on with another process.
    assert.deepEqual(await adviser.managers(".thoth.yaml", "managers: []", signal), []);
  }, tight);
});

test("source is looked at in a child, with what its files say", async () => {
  const files: Readonly<Record<string, string>> = {
    ".thoth.yaml": "recommendation_type: security\n",
    "app.py": "import os\nos.system(x)\nos.system(x)  # nosec\n",
    "deep.py": `x = ${"(".repeat(20_000)}1${")".repeat(20_000)}\n`,
    "broken.ipynb": "{",
  };
  const asked = { files: Object.keys(files), locks: [], readFile: async (path: string) => files[path] };
  const { findings, suppressed, unread, security } = await visit((adviser) => adviser.source(asked, signal));
  assert.deepEqual(
    findings.map(({ rule, level, file, line }) => `${rule} ${level} ${file}:${line}`),
    ["PY034 error app.py:2"],
  );
  assert.deepEqual([suppressed.length, security], [1, true]);
  assert.deepEqual(
    unread.map(({ file }) => file),
    ["broken.ipynb"],
  );
});
