/** Every check: a row where it speaks, and the nearest one where it does not. Facts in few words, `provenance-facts.ts`. */

import { test } from "node:test";
import assert from "node:assert/strict";

import { type Finding, findingIds } from "../../../src/advise/provenance/finding.ts";
import { judgeProvenance } from "../../../src/advise/provenance/judge.ts";
import { packageName, Version } from "../../../src/python/index.ts";
import { attested, digestOf, type FactsSketch, factsOf, readLock, wheelOf } from "../../support/provenance-facts.ts";

const one = { "foo 1.0": [wheelOf("a")] };
const both = { "foo 0.9": [wheelOf("z", {}, "foo-0.9")], "foo 1.0": [wheelOf("a")] };
/** With the address of its provenance, as a page has it. */
const told = (letter: string, stem?: string) => wheelOf(letter, { provenance: `https://i.example/${letter}` }, stem);
const attestable: FactsSketch["indexes"] = { pypi: { "foo 1.0": [told("a")] } };
const sound: FactsSketch = { lock: "foo 1.0 @pypi : a", indexes: { pypi: one } };

interface Row {
  readonly id: Finding["id"];
  /** Completes "… speaks where", "… is silent where". */
  readonly where: string;
  readonly facts: FactsSketch;
  /** What it says; undefined where it is silent. */
  readonly says?: readonly [level: Finding["level"], message: RegExp];
}

const speaks = (
  id: Finding["id"],
  where: string,
  facts: Partial<FactsSketch>,
  level: Finding["level"],
  message: RegExp,
): Row => ({ id, where, facts: { ...sound, ...facts }, says: [level, message] });
const silent = (id: Finding["id"], where: string, facts: Partial<FactsSketch> = {}): Row => ({
  id,
  where,
  facts: { ...sound, ...facts },
});

const rows: readonly Row[] = [
  speaks("INVALID-LOCK-HASH", "the manifest changed", { head: { hash: "wrong" } }, "failure", /another manifest/),
  speaks("INVALID-LOCK-HASH", "there is no digest", { head: { hash: "missing" } }, "failure", /does not say which/),
  silent("INVALID-LOCK-HASH", "the digest is right"),
  silent("INVALID-LOCK-HASH", "the format has none", { head: { hash: undefined } }),

  speaks(
    "DIFFERENT-ARTIFACTS-ON-SOURCES",
    "two indexes have different files of what is bound to none",
    { lock: "foo 1.0 : a", indexes: { pypi: one, corp: { "foo 1.0": [wheelOf("b")] } } },
    "warning",
    /`corp` and `pypi` have different files/,
  ),
  silent("DIFFERENT-ARTIFACTS-ON-SOURCES", "the other has the same", {
    lock: "foo 1.0 : a",
    indexes: { pypi: one, corp: one },
  }),
  silent("DIFFERENT-ARTIFACTS-ON-SOURCES", "the other does not have it", {
    lock: "foo 1.0 : a",
    indexes: { pypi: one, corp: "absent" },
  }),
  silent("DIFFERENT-ARTIFACTS-ON-SOURCES", "it is bound", {
    indexes: { pypi: one, corp: { "foo 1.0": [wheelOf("b")] } },
  }),

  speaks(
    "ARTIFACT-DIFFERENT-SOURCE",
    "a locked file is on another index only",
    { lock: "foo 1.0 @pypi : a b", indexes: { corp: { "foo 1.0": [wheelOf("b")] }, pypi: one } },
    "failure",
    /only `corp` has/,
  ),
  silent("ARTIFACT-DIFFERENT-SOURCE", "a locked file is nowhere", { lock: "foo 1.0 @pypi : a x" }),
  silent("ARTIFACT-DIFFERENT-SOURCE", "all are on its own", { indexes: { corp: one, pypi: one } }),

  speaks(
    "ARTIFACT-POSSIBLE-DIFFERENT-SOURCE",
    "another index has the same file",
    { indexes: { corp: one, pypi: one } },
    "info",
    /`corp` has the same files/,
  ),
  silent("ARTIFACT-POSSIBLE-DIFFERENT-SOURCE", "another has other files", {
    indexes: { corp: { "foo 1.0": [wheelOf("b")] }, pypi: one },
  }),

  speaks("MISSING-PACKAGE", "its index lacks the name", { indexes: { pypi: "absent" } }, "failure", /`pypi` does not/),
  speaks(
    "MISSING-PACKAGE",
    "its index lacks the version, though another has it",
    { indexes: { pypi: { "foo 0.9": [wheelOf("z")] }, corp: one } },
    "failure",
    /index `pypi` does not have `foo 1.0`/,
  ),
  speaks(
    "MISSING-PACKAGE",
    "no index has what is bound to none",
    { lock: "foo 1.0 : a", indexes: { pypi: "absent", corp: "absent" } },
    "failure",
    /no source of the project has/,
  ),
  speaks(
    "MISSING-PACKAGE",
    "its index is no source",
    { lock: "foo 1.0 @other : a" },
    "failure",
    /`other`, which is none/,
  ),
  silent("MISSING-PACKAGE", "the index is down", { indexes: { pypi: "down" } }),
  silent("MISSING-PACKAGE", "it is there"),

  speaks(
    "INVALID-ARTIFACT-HASH",
    "a digest is on no file of the assigned index, though on another's",
    { lock: "foo 1.0 @pypi : a b", indexes: { corp: { "foo 1.0": [wheelOf("b")] }, pypi: one } },
    "failure",
    new RegExp(`index \`pypi\` has the locked digest \`sha256:${digestOf("b")}\`$`),
  ),
  silent("INVALID-ARTIFACT-HASH", "the index has more files than the lock", {
    indexes: { pypi: { "foo 1.0": [wheelOf("a"), wheelOf("b")] } },
  }),
  silent("INVALID-ARTIFACT-HASH", "the index does not tell digests", {
    lock: "foo 1.0 @pypi : x",
    indexes: { pypi: { "foo 1.0": [wheelOf("a", { sha256: undefined })] } },
  }),

  speaks(
    "SOURCE-NOT-WHITELISTED",
    "a list leaves the source out",
    { allowed: ["https://corp.example/simple"] },
    "failure",
    /source `pypi`, `https:\/\/pypi.example\/simple`, is not allowed/,
  ),
  silent("SOURCE-NOT-WHITELISTED", "a list has it, with another slash", { allowed: ["https://pypi.example/simple/"] }),
  silent("SOURCE-NOT-WHITELISTED", "there is no list"),

  speaks("INSECURE-SOURCE", "no certificate is checked", { insecure: ["pypi"] }, "warning", /nobody checks/),
  speaks(
    "INSECURE-SOURCE",
    "it is not allowed either",
    { insecure: ["pypi"], allowed: [] },
    "warning",
    /nobody checks that source `pypi`/,
  ),
  speaks(
    "INSECURE-SOURCE",
    "there is none to check",
    { addresses: { pypi: "http://pypi.example/simple" } },
    "warning",
    /nobody checks/,
  ),
  silent("INSECURE-SOURCE", "it is checked"),

  speaks("P09", "a digest is on no file", { lock: "foo 1.0 @pypi : a x" }, "failure", /1 of 2 locked files/),
  speaks("P09", "the lock has no hash", { lock: "foo 1.0 @pypi" }, "warning", /has no hash/),
  speaks(
    "P09",
    "the lock has a weak hash only",
    { lock: "foo 1.0 @pypi : md5:1" },
    "failure",
    /only to md5, which can/,
  ),
  speaks(
    "P09",
    "the lock has another strong one",
    { lock: `foo 1.0 @pypi : sha512:${"1".repeat(128)}` },
    "not-checked",
    /lock has sha512/,
  ),
  speaks("P09", "the index is down", { indexes: { pypi: "down" } }, "not-checked", /`pypi` is unavailable/),
  speaks(
    "P09",
    "the index tells no digest",
    { indexes: { pypi: { "foo 1.0": [wheelOf("a", { sha256: undefined })] } } },
    "not-checked",
    /does not tell the SHA-256/,
  ),
  speaks(
    "P09",
    "a named file is not there",
    { releases: named("other.whl", "a", 10) },
    "failure",
    /`other.whl`.* not on/,
  ),
  speaks(
    "P09",
    "a named file has another size",
    { releases: named("foo-1.0-py3-none-a.whl", "a", 11) },
    "failure",
    /another size/,
  ),
  speaks(
    "P09",
    "a named file has another digest",
    { releases: named("foo-1.0-py3-none-a.whl", "b", 10) },
    "failure",
    /another digest on the index than in the lock, as `INVALID-ARTIFACT-HASH` tells by digest$/,
  ),
  speaks(
    "P09",
    "a named file has the digest of another one",
    {
      releases: named("foo-1.0-py3-none-a.whl", "b", 10),
      indexes: { pypi: { "foo 1.0": [wheelOf("a"), wheelOf("b")] } },
    },
    "failure",
    /another digest on the index than in the lock$/,
  ),
  silent("P09", "name, size and digest are equal", { releases: named("foo-1.0-py3-none-a.whl", "a", 10) }),
  silent("P09", "a weak hash stands beside a strong one", { lock: "foo 1.0 @pypi : a md5:1" }),

  speaks("P10", "it was yanked", { indexes: yanked("broken") }, "warning", /`foo 1.0` was yanked: broken$/),
  speaks("P10", "it was yanked without a word", { indexes: yanked("") }, "warning", /no reason is given$/),
  speaks("P10", "it is new here", { indexes: yanked("x"), before: "" }, "failure", /was yanked: x/),
  speaks("P10", "it was another version before", { indexes: yanked("x"), before: "foo 0.9" }, "failure", /was yanked/),
  speaks("P10", "it was locked before", { indexes: yanked("x"), before: "foo 1.0" }, "warning", /was yanked/),
  silent("P10", "a file that is not locked was", {
    indexes: { pypi: { "foo 1.0": [wheelOf("a"), wheelOf("b", { yanked: "x" })] } },
  }),

  speaks(
    "P11",
    "the project is quarantined",
    { statuses: { foo: { state: "quarantined", reason: "malware" } } },
    "failure",
    /is quarantined: malware$/,
  ),
  speaks("P11", "it is archived", { statuses: { foo: { state: "archived" } } }, "warning", /is archived$/),
  speaks("P11", "it is deprecated", { statuses: { foo: { state: "deprecated" } } }, "warning", /is deprecated$/),
  silent("P11", "it is active", { statuses: { foo: { state: "active" } } }),

  speaks(
    "P12",
    "a locked file came 15 days later",
    { lock: "foo 1.0 @pypi : a b", indexes: later("2026-01-16T00:00:01Z") },
    "warning",
    /1 file of `foo 1.0` came more than 14 days/,
  ),
  silent("P12", "it came 14 days later", { lock: "foo 1.0 @pypi : a b", indexes: later("2026-01-15T00:00:00Z") }),
  silent("P12", "it is not locked", { indexes: later("2026-03-01T00:00:00Z") }),
  speaks("P12", "a file came after the lock", { lockedOn: "2025-12-30" }, "warning", /came after the lock was written/),
  silent("P12", "the lock is of the same day", { lockedOn: "2026-01-01" }),

  speaks(
    "P13",
    "another index has a namesake",
    { indexes: { pypi: one, corp: { "foo 1.0": [wheelOf("a", { sha256: digestOf("b") })] } } },
    "failure",
    /`pypi` and of `corp` are not the same/,
  ),
  speaks(
    "P13",
    "another index has other files only",
    { indexes: { pypi: one, corp: { "foo 1.0": [wheelOf("b")] } } },
    "failure",
    /are not the same/,
  ),
  silent("P13", "the manifest binds the name", {
    pins: { foo: "pypi" },
    indexes: { pypi: one, corp: { "foo 1.0": [wheelOf("b")] } },
  }),
  silent("P13", "another index has some of the same", {
    lock: "foo 1.0 @pypi : a b",
    indexes: { pypi: { "foo 1.0": [wheelOf("a"), wheelOf("b")] }, corp: one },
  }),
  speaks("P13", "another index was not asked", { sources: ["pypi", "corp"] }, "not-checked", /`corp` was not asked/),

  speaks("P14", "there is none", {}, "info", /has no attestation/),
  speaks(
    "P14",
    "there is one",
    { indexes: attestable, origins: { a: attested("a") } },
    "not-checked",
    /the signatures were not checked$/,
  ),
  speaks(
    "P14",
    "it is about another digest",
    { indexes: attestable, origins: { a: attested("a", { sha256: digestOf("b") }) } },
    "failure",
    /is about the digest/,
  ),
  speaks(
    "P14",
    "it is about another file",
    { indexes: attestable, origins: { a: attested("a", { name: "foo-1.1-py3-none-a.whl" }) } },
    "failure",
    /is about `foo-1.1-py3-none-a.whl`$/,
  ),
  speaks(
    "P14",
    "it is about two files",
    { indexes: attestable, origins: { a: attested("a", { subjects: 2 }) } },
    "failure",
    /is about 2 files$/,
  ),
  speaks(
    "P14",
    "it is not what the standard says",
    { indexes: attestable, origins: { a: { kind: "refused", reason: "is no JSON" } } },
    "failure",
    /its provenance is no JSON$/,
  ),
  speaks(
    "P14",
    "the index fails",
    { indexes: attestable, origins: { a: { kind: "unasked", reason: "index `pypi` is unavailable" } } },
    "not-checked",
    /1 of 1 files of `foo 1.0` was not read: index `pypi` is/,
  ),
  speaks("P14", "the index is a snapshot", { untold: ["pypi"] }, "not-checked", /read from a snapshot/),
  silent("P14", "it was locked before", { before: "foo 1.0", indexes: attestable, origins: { a: attested("a") } }),

  speaks(
    "P15",
    "another publishes it now",
    moved({ z: "acme/foo", a: "evil/foo" }),
    "warning",
    /`evil\/foo`.* `acme\/foo`/,
  ),
  speaks("P15", "nobody attests it now", moved({ z: "acme/foo" }), "warning", /has no attestation, and `0.9` was/),
  silent("P15", "the same publishes it", moved({ z: "acme/foo", a: "acme/foo" })),
  silent("P15", "nobody attested it before", moved({ a: "acme/foo" })),
  silent("P15", "nobody knows how it was", { ...moved({ z: "acme/foo" }), before: undefined as never }),
  speaks(
    "P15",
    "two publish files of it",
    {
      lock: "foo 1.0 @pypi : a b",
      indexes: { pypi: { "foo 1.0": [told("a"), told("b")] } },
      origins: { a: attested("a"), b: attested("b", { repository: "evil/foo" }) },
    },
    "warning",
    /published by different ones/,
  ),

  speaks(
    "P16",
    "its metadata names another repository",
    {
      indexes: attestable,
      origins: { a: attested("a") },
      links: { "foo 1.0": ["https://github.com/other/foo/issues"] },
    },
    "warning",
    /from `github.com\/acme\/foo`, and its metadata names `github.com\/other\/foo`$/,
  ),
  speaks(
    "P16",
    "its scorecard is of another",
    { indexes: attestable, origins: { a: attested("a") }, scanned: "github.com/other/foo" },
    "warning",
    /its scorecard is of `github.com\/other\/foo`$/,
  ),
  silent("P16", "its metadata names the same, in other letters", {
    indexes: attestable,
    origins: { a: attested("a") },
    links: { "foo 1.0": ["https://foo.example", "https://github.com/Acme/Foo.git"] },
  }),
  silent("P16", "its metadata names none", {
    indexes: attestable,
    origins: { a: attested("a") },
    links: { "foo 1.0": ["https://foo.example", "https://github.com/sponsors/acme"] },
  }),

  speaks("P17", "it is of yesterday", { indexes: since("2026-11-24T00:00:00Z") }, "warning", /less than 3 days ago$/),
  silent("P17", "it was locked before", { indexes: since("2026-11-24T00:00:00Z"), before: "foo 1.0" }),
  silent("P17", "it is old enough", {
    indexes: { pypi: { ...both, "foo 1.0": [wheelOf("a", { uploaded: "2026-11-22T00:00:00Z" })] } },
  }),
  speaks(
    "P17",
    "it begins a project",
    { indexes: since("2026-11-01T00:00:00Z") },
    "warning",
    /is the first release of `foo`/,
  ),
  silent("P17", "a project of one release is old", { indexes: since("2026-10-01T00:00:00Z") }),
  ...["reqests", "rrequests", "requestz", "erquests"].map((name) =>
    speaks("P17", `\`${name}\` is new`, typo(name, ""), "warning", /one letter away from `requests`/),
  ),
  speaks("P17", "nobody knows whether the name is new", typo("reqests", undefined), "info", /one letter away/),
  silent("P17", "the name was there before", typo("reqests", "reqests 1.0")),
  silent("P17", "the name itself is well known", typo("requests", "")),
  silent("P17", "it is two letters away", typo("reqsts", "")),

  speaks(
    "P18",
    "its files are on another server",
    {
      before: "foo 0.9 @pypi : z",
      indexes: { pypi: { ...both, "foo 1.0": [wheelOf("a", { url: "https://evil.example/a.whl" })] } },
    },
    "warning",
    /on `evil.example`, and those of the release before on `files.example`$/,
  ),
  silent("P18", "they are on the same", { before: "foo 0.9 @pypi : z", indexes: { pypi: both } }),

  speaks(
    "P19",
    "the sources differ",
    { head: { differences: ["source `x` is not the same"] } },
    "failure",
    /`x` is not/,
  ),
  speaks(
    "P19",
    "an address holds a password",
    { head: { credentials: [{ what: "line 3 of `Pipfile`", file: "Pipfile", line: 3 }] } },
    "failure",
    /^line 3 of `Pipfile` holds credentials/,
  ),
  silent("P19", "all is equal"),

  speaks(
    "P20",
    "a flaw comes",
    { before: "foo 0.9", indexes: { pypi: both }, flaws: { "foo 1.0": ["CVE-1"] } },
    "warning",
    /none before and CVE-1 after, as of 2026-11-20$/,
  ),
  speaks(
    "P20",
    "a flaw goes",
    { before: "foo 0.9", indexes: { pypi: both }, flaws: { "foo 0.9": ["CVE-1"] } },
    "info",
    /CVE-1 before and none after/,
  ),
  speaks("P20", "nothing is known of flaws", { before: "foo 0.9" }, "not-checked", /no advisories are installed$/),
  silent("P20", "nothing changed", { before: "foo 1.0", flaws: { "foo 1.0": ["CVE-1"] } }),
  silent("P20", "nobody knows how it was", { flaws: { "foo 1.0": ["CVE-1"] } }),
];

function named(filename: string, letter: string, size: number) {
  const [entry] = readLock(`foo 1.0 @pypi : ${letter}`);
  const hashes = [`sha256:${digestOf(letter)}`];
  return [{ ...entry!, files: [{ filename, url: undefined, size, hashes }] }];
}

function yanked(reason: string): FactsSketch["indexes"] {
  return { pypi: { ...both, "foo 1.0": [wheelOf("a", { yanked: reason })] } };
}

function later(uploaded: string): FactsSketch["indexes"] {
  return { pypi: { "foo 1.0": [wheelOf("a"), wheelOf("b", { uploaded })] } };
}

function since(uploaded: string): FactsSketch["indexes"] {
  return { pypi: { "foo 1.0": [wheelOf("a", { uploaded })] } };
}

function typo(name: string, before: string | undefined): Partial<FactsSketch> {
  const file = wheelOf("a", {}, `${name}-1.0`);
  return {
    lock: `${name} 1.0 @pypi : a`,
    ...(before !== undefined && { before }),
    indexes: { pypi: { [`${name} 1.0`]: [file] } },
    wellKnown: ["requests", "flask"],
  };
}

/** From 0.9, whose file is `z`, to 1.0; who publishes each. */
function moved(publishers: Readonly<Record<string, string>>): Partial<FactsSketch> {
  const files = (letter: string, stem: string) =>
    publishers[letter] === undefined ? wheelOf(letter, {}, stem) : told(letter, stem);
  const origins = Object.entries(publishers).map(([letter, repository]) => {
    const name = letter === "z" ? "foo-0.9-py3-none-z.whl" : wheelOf(letter).filename;
    return [letter, attested(letter, { repository, name })] as const;
  });
  return {
    before: "foo 0.9 @pypi : z",
    indexes: { pypi: { "foo 0.9": [files("z", "foo-0.9")], "foo 1.0": [files("a", "foo-1.0")] } },
    origins: Object.fromEntries(origins),
  };
}

for (const { id, where, facts, says } of rows)
  test(`${id} ${says === undefined ? "is silent" : "speaks"} where ${where}`, () => {
    const own = judgeProvenance(factsOf(facts)).filter((finding) => finding.id === id);
    if (says === undefined) {
      assert.deepEqual(own, []);
      return;
    }
    const [level, message] = says;
    const found = own.find((each) => each.level === level && message.test(each.message));
    assert.ok(found !== undefined, JSON.stringify(own, undefined, 1));
  });

test("every id has a row where it speaks and one where it does not", () => {
  const [speaking, still] = [true, false].map(
    (isSpeaking) => new Set(rows.filter(({ says }) => (says !== undefined) === isSpeaking).map(({ id }) => id)),
  );
  for (const id of findingIds) assert.ok(speaking!.has(id) && still!.has(id), id);
});

test("a stale lock hides nothing, and what is not allowed may be insecure as well", () => {
  const facts = factsOf({
    ...sound,
    lock: "foo 1.0 @pypi : x",
    head: { hash: "wrong" },
    insecure: ["pypi"],
    allowed: [],
  });
  const ids = judgeProvenance(facts).map(({ id }) => id);
  for (const id of ["INVALID-LOCK-HASH", "INVALID-ARTIFACT-HASH", "SOURCE-NOT-WHITELISTED", "INSECURE-SOURCE"] as const)
    assert.ok(ids.includes(id), id);
});

test("a password is told at its own line, whichever file that is in", () => {
  const credentials = [{ what: "line 3 of `sub/Pipfile`", file: "sub/Pipfile", line: 3 }];
  const found = judgeProvenance(factsOf({ ...sound, head: { credentials, differences: ["a differs"] } }));
  assert.deepEqual(
    found.filter(({ id }) => id === "P19").map(({ path, line }) => `${path}:${line}`),
    ["Pipfile.lock:1", "sub/Pipfile:3"],
  );
});

test("a package in two groups, and in two environments, is judged in each", () => {
  const [entry] = readLock("foo 1.0 @pypi : x");
  const facts = factsOf({ ...sound, releases: [entry!, { ...entry!, section: "develop", line: 9 }] });
  const [lock] = facts.locks;
  const twice = { ...facts, locks: [lock!, { ...lock!, environment: "other", path: "other/Pipfile.lock" }] };
  const places = judgeProvenance(twice)
    .filter(({ id }) => id === "INVALID-ARTIFACT-HASH")
    .map(({ environment, section, path, line }) => `${environment} ${section} ${path}:${line}`);
  assert.deepEqual(places, [
    "default default Pipfile.lock:1",
    "default develop Pipfile.lock:9",
    "other default other/Pipfile.lock:1",
    "other develop other/Pipfile.lock:9",
  ]);
});

test("what is no release of an index, and what pins none, is not taken for one", () => {
  const [entry] = readLock("foo 1.0 @pypi : a");
  const elsewhere = { ...entry!, isOfIndex: false, version: undefined };
  assert.deepEqual(judgeProvenance(factsOf({ ...sound, releases: [elsewhere] })), []);
  const open = { ...entry!, version: undefined };
  const findings = judgeProvenance(factsOf({ ...sound, releases: [open] }));
  assert.deepEqual(
    findings.map(({ id, level, package: name, version }) => [id, level, name, version]),
    [["P09", "not-checked", "foo", null]],
  );
});

test("a version is the same however it is written", () => {
  const facts = factsOf({
    ...sound,
    releases: [{ ...readLock("foo 1.0 @pypi : a")[0]!, version: Version.parse("1.0.0") }],
  });
  assert.deepEqual(
    judgeProvenance(facts).filter(({ level }) => level === "failure"),
    [],
  );
  assert.equal(packageName("foo"), "foo");
});
