import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Advisories, type AdvisoryExtras, parseOsvRecords } from "../../src/knowledge/index.ts";
import { formatMalwareRules, malwareRules, parseMalwareRule } from "../../src/knowledge/malware.ts";
import { packageName } from "../../src/python/index.ts";
import { type PlainRecord, plainVerdict } from "../support/osv-matcher.ts";

const origin = { asOf: "2024-10-10", digest: "0".repeat(64) };
const demo = packageName("demo");

interface RecordSketch {
  readonly id?: string;
  readonly name?: string;
  readonly ecosystem?: string;
  readonly aliases?: readonly string[];
  readonly withdrawn?: string;
  readonly versions?: readonly string[];
  /** Events in order, such as `introduced 0, fixed 1.2`; one string a range. */
  readonly ranges?: readonly string[];
  readonly [other: string]: unknown;
}

/** An OSV record for PyPI's `demo`, unless the sketch says otherwise. */
function record({ name, ecosystem, versions, ranges, ...top }: RecordSketch): object {
  const events = (text: string) =>
    text.split(", ").map((event) => {
      const [kind = "", bound] = event.split(" ");
      return { [kind]: bound };
    });
  return {
    id: "PYSEC-1",
    ...top,
    affected: [
      {
        package: { ecosystem: ecosystem ?? "PyPI", name: name ?? "demo" },
        ...(versions && { versions }),
        ranges: (ranges ?? []).map((text) => ({ type: "ECOSYSTEM", events: events(text) })),
      },
    ],
  };
}

function advisories(...records: readonly object[]): Advisories {
  const text = records.map((one) => JSON.stringify(one)).join("\n");
  return Advisories.of(parseOsvRecords("test.jsonl", text), origin);
}

interface Extras extends Pick<AdvisoryExtras, "malware"> {
  readonly severities?: readonly object[];
}

function withExtras(records: readonly object[], extras: Extras): Advisories {
  const read = (lines: readonly object[]) =>
    parseOsvRecords("test.jsonl", lines.map((one) => JSON.stringify(one)).join("\n"));
  const { malware = [], severities = [] } = extras;
  return Advisories.of(read(records), origin, { malware, severities: read(severities) });
}

/** `hit`, `unsure` or `clear` for each version of a record of `demo`. */
const verdicts: readonly (readonly [string, RecordSketch, Readonly<Record<string, "hit" | "unsure" | "clear">>])[] = [
  [
    "one interval",
    { ranges: ["introduced 1.0, fixed 2.0"] },
    { "0.9": "clear", "1.0": "hit", "1.0.0": "hit", "1.5": "hit", "2.0": "clear", "2.1": "clear" },
  ],
  [
    "pre-releases of the fix are affected",
    { ranges: ["introduced 0, fixed 2.0"] },
    { "2.0rc1": "hit", "2.0.dev1": "hit" },
  ],
  ["zero lies below every version", { ranges: ["introduced 0, fixed 1.0"] }, { "0.dev0": "hit", "0.0.0b1": "hit" }],
  [
    "several intervals, unsorted",
    { ranges: ["fixed 3.2, introduced 3.0, introduced 1.0, fixed 1.4"] },
    { "1.3": "hit", "1.4": "clear", "2.9": "clear", "3.1": "hit", "3.2": "clear" },
  ],
  [
    "several ranges",
    { ranges: ["introduced 1.0, fixed 1.4", "introduced 3.0, fixed 3.2"] },
    { "1.3": "hit", "2.0": "clear", "3.1": "hit" },
  ],
  ["never fixed", { ranges: ["introduced 1.0"] }, { "0.9": "clear", "99": "hit" }],
  [
    "closed and opened at one version",
    { ranges: ["introduced 1.0, fixed 2.0, introduced 2.0, fixed 3.0"] },
    { "2.0": "hit", "2.5": "hit", "3.0": "clear" },
  ],
  [
    "opened and closed at one version",
    { ranges: ["introduced 2.0, last_affected 2.0"] },
    { "1.9": "clear", "2.0": "hit", "2.0.post1": "clear" },
  ],
  ["a limit", { ranges: ["introduced 1.0, limit 2.0"] }, { "1.5": "hit", "2.0": "clear" }],
  ["no limit at all", { ranges: ["introduced 1.0, limit *"] }, { "9.9": "hit" }],
  [
    "a list counts beside the ranges",
    { versions: ["2.5", "3.0.0"], ranges: ["introduced 1.0, fixed 2.0"] },
    { "1.5": "hit", "2.5": "hit", "2.5.0": "hit", "3.0": "hit", "2.6": "clear" },
  ],
  ["only a list", { versions: ["1.0"] }, { "1.0": "hit", "1.1": "clear", "1.0.post1": "clear" }],
  ["a list in other spellings", { versions: ["1.3.beta", "0.8.4-2"] }, { "1.3b0": "hit", "0.8.4.post2": "hit" }],
  ["a list beyond PEP 440", { versions: [" 0.7.10P1 "] }, { "0.7.10p1": "hit", "0.7.10": "clear" }],
  ["a local label is not looked at", { ranges: ["introduced 0, last_affected 1.0"] }, { "1.0+cpu": "hit" }],
  ["a listed version with a local label", { versions: ["1.0"] }, { "1.0+cpu": "hit" }],
  ["a version beyond PEP 440 in no list", { versions: ["1.0"], ranges: ["introduced 0"] }, { "1.0-odd": "unsure" }],
  ["a bound beyond PEP 440", { ranges: ["introduced 0, fixed 2019-09-12"] }, { "1.0": "unsure" }],
  [
    "a list decides where a bound cannot",
    { versions: ["1.0"], ranges: ["introduced 0, fixed 0.2.0-n653"] },
    { "1.0": "hit", "1.1": "unsure" },
  ],
  [
    "another range decides where a bound cannot",
    { ranges: ["introduced 0, fixed odd", "introduced 1.0, fixed 2.0"] },
    { "1.5": "hit", "2.5": "unsure" },
  ],
  ["withdrawn", { withdrawn: "2024-01-01T00:00:00Z", versions: ["1.0"], ranges: ["introduced 0"] }, { "1.0": "clear" }],
  ["another ecosystem", { ecosystem: "npm", ranges: ["introduced 0"] }, { "1.0": "clear" }],
  ["another package", { name: "demo-2", ranges: ["introduced 0"] }, { "1.0": "clear" }],
  ["no events", { ranges: [] }, { "1.0": "clear" }],
  [
    "a pre-release as its first version",
    { ranges: ["introduced 2.0rc1, fixed 2.0"] },
    { "2.0b2": "clear", "2.0.rc.1": "hit", "2.0rc2": "hit", "2.0": "clear", "2.0.post1": "clear" },
  ],
  [
    "a pre-release as its fix",
    { ranges: ["introduced 0, fixed 2.0rc1"] },
    { "2.0.dev9": "hit", "2.0b9": "hit", "2.0rc1.dev1": "hit", "2.0c1": "clear", "2.0": "clear" },
  ],
  [
    "a development release as its fix",
    { ranges: ["introduced 1.0, fixed 1.0.1.dev3"] },
    { "1.0.dev1": "clear", "1.0.post9": "hit", "1.0.1.dev2": "hit", "1.0.1.dev3": "clear", "1.0.1a1": "clear" },
  ],
  [
    "a post-release as its fix",
    { ranges: ["introduced 1.0, fixed 1.0.post1"] },
    { "1.0": "hit", "1.0.post0": "hit", "1.0-1": "clear", "1.0.post1": "clear" },
  ],
  [
    "the last affected one fixed as well",
    { ranges: ["introduced 1.0, fixed 2.0, last_affected 2.0"] },
    { "1.5": "hit", "2.0": "clear", "2.1": "clear" },
  ],
  [
    "epochs",
    { ranges: ["introduced 1!1.0, fixed 1!2.0"] },
    { "2024.1": "clear", "1!0.9": "clear", "1!1.0": "hit", "1!1.9.9": "hit", "1!2": "clear", "2!1.5": "clear" },
  ],
  ["a fix of the next epoch", { ranges: ["introduced 0, fixed 1!0"] }, { "99.9": "hit", "1!0": "clear" }],
  [
    "many and many-digit numbers",
    { versions: ["1.2.3.4.5.0"], ranges: ["introduced 9007199254740992, fixed 9007199254740993"] },
    { "1.2.3.4.5": "hit", "1.2.3.4.5.0.0": "hit", "1.2.3.4": "clear" },
  ],
  ["a list of longer spellings", { versions: ["1.0.0.0.0.0"] }, { "1": "hit", "v1.0": "hit", "1.0.0.0.0.1": "clear" }],
  ["local labels in its list", { versions: ["1.0+cpu"] }, { "1.0": "clear", "1.0+cpu": "clear" }],
  [
    "one of several limits",
    { ranges: ["introduced 1.0, limit 1.5, limit 2.0"] },
    { "1.4": "hit", "1.7": "hit", "2.0": "clear" },
  ],
  [
    "intervals that overlap",
    { ranges: ["introduced 1.0, introduced 1.5, fixed 2.0, fixed 3.0"] },
    { "1.2": "hit", "1.9": "hit", "2.0": "clear", "2.5": "clear" },
  ],
  ["nothing but a fix", { ranges: ["fixed 2.0"] }, { "1.0": "clear", "2.0": "clear" }],
];

for (const [title, sketch, expected] of verdicts)
  test(`a record with ${title}`, () => {
    const known = advisories(record(sketch));
    const actual = Object.keys(expected).map((version) => {
      const { matches, indeterminate } = known.judge(demo, version);
      return [version, matches.length > 0 ? "hit" : indeterminate.length > 0 ? "unsure" : "clear"];
    });
    assert.deepEqual(Object.fromEntries(actual), expected);
  });

for (const [title, sketch, expected] of verdicts)
  test(`the plain matcher agrees on a record with ${title}`, () => {
    const plain = record(sketch) as PlainRecord;
    const actual = Object.keys(expected).map((version) => [version, plainVerdict(plain, "demo", version)]);
    assert.deepEqual(Object.fromEntries(actual), expected);
  });

test("a range of commits is passed over, and the range of versions after it counts", () => {
  const git = { type: "GIT", repo: "https://git.example/demo", events: [{ introduced: "0" }, { fixed: "abc123" }] };
  const versions = { type: "ECOSYSTEM", events: [{ introduced: "1.0" }, { fixed: "2.0" }] };
  const affected = [{ package: { ecosystem: "PyPI", name: "demo" }, ranges: [git, versions] }];
  const known = advisories({ id: "PYSEC-1", affected });
  assert.equal(known.judge(demo, "1.0").matches.length, 1);
  assert.deepEqual(known.judge(demo, "0.9"), { matches: [], indeterminate: [] });
});

test("a record may affect several packages, each with versions of its own", () => {
  const entry = (name: string, fixed: string) => ({
    package: { ecosystem: "PyPI", name },
    ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
  });
  const known = advisories({ id: "PYSEC-1", affected: [entry("demo", "1.0"), entry("demo-cpu", "2.0"), {}] });
  assert.equal(known.judge(demo, "1.5").matches.length, 0);
  assert.equal(known.judge(packageName("demo-cpu"), "1.5").matches.length, 1);
});

// pypa/pip-audit#1042: `last_affected` is inclusive and closes the range.
test("nothing above the last affected version is affected, not even its post-releases", () => {
  const known = advisories(
    record({ id: "PYSEC-2024-277", name: "jobtool", ranges: ["introduced 0, last_affected 1.4.2"] }),
  );
  const groups = ["1.4.2", "1.4.2.post1", "1.5.3"].map(
    (version) => known.judge(packageName("jobtool"), version).matches,
  );
  assert.deepEqual(
    groups.map(({ length }) => length),
    [1, 0, 0],
  );
});

// dependabot/feedback#359: the package is written with other capitals or separators.
test("names are compared in normal form", () => {
  const known = advisories(
    record({ id: "PYSEC-2020-96", name: "Py.YAML", ranges: ["introduced 0, fixed 5.4"] }),
    record({ id: "PYSEC-2020-97", name: "PY-yaml", ranges: ["introduced 0, fixed 5.4"] }),
  );
  assert.deepEqual(
    known.judge(packageName("Py_Yaml"), "5.3").matches.map(({ id }) => id),
    ["PYSEC-2020-96", "PYSEC-2020-97"],
  );
});

test("records that share an alias are one flaw, also through a third", () => {
  const all = { versions: ["1.0"] };
  const known = advisories(
    record({ id: "PYSEC-9", aliases: ["CVE-1"], ...all }),
    record({ id: "GHSA-b", aliases: ["CVE-2"], ...all }),
    record({ id: "PYSEC-5", aliases: ["CVE-7"], ...all }),
    record({ id: "PYSEC-3", aliases: ["CVE-2", "CVE-1"], ...all }),
  );
  const { matches } = known.judge(demo, "1.0");
  assert.deepEqual(
    matches.map(({ id, aliases, records }) => ({ id, aliases, records })),
    [
      { id: "GHSA-b", aliases: ["CVE-1", "CVE-2", "PYSEC-3", "PYSEC-9"], records: ["GHSA-b", "PYSEC-3", "PYSEC-9"] },
      { id: "PYSEC-5", aliases: ["CVE-7"], records: ["PYSEC-5"] },
    ],
  );
  assert.equal(matches[0]?.link, "https://osv.dev/vulnerability/GHSA-b");
});

test("a flaw is known since the first of its records says so, where that is a day", () => {
  const all = { versions: ["1.0"] };
  const known = advisories(
    record({ id: "PYSEC-1", aliases: ["CVE-1"], published: "2024-03-02T00:00:00Z", ...all }),
    record({ id: "GHSA-a", aliases: ["CVE-1"], published: "2024-02-28T12:00:00Z", ...all }),
    record({ id: "PYSEC-2", published: "2024-02-30T12:00:00Z", ...all }),
    record({ id: "PYSEC-3", ...all }),
  );
  assert.deepEqual(
    known.judge(demo, "1.0").matches.map(({ id, published }) => [id, published]),
    [
      ["GHSA-a", "2024-02-28"],
      ["PYSEC-2", undefined],
      ["PYSEC-3", undefined],
    ],
  );
});

test("a flaw keeps its name where only some of its records tell of a release, and is fixed where those say so", () => {
  const known = advisories(
    record({ id: "GHSA-a", aliases: ["CVE-1"], ranges: ["introduced 0, fixed 1.0"] }),
    record({ id: "PYSEC-1", aliases: ["CVE-1"], ranges: ["introduced 0, fixed 2.0"] }),
  );
  const told = ["0.5", "1.5"].map((version) =>
    known.judge(demo, version).matches.map(({ id, records, fixedIn, link }) => ({
      id,
      records,
      fixedIn: fixedIn?.text,
      link: link.split("/").at(-1),
    })),
  );
  assert.deepEqual(told, [
    [{ id: "GHSA-a", records: ["GHSA-a", "PYSEC-1"], fixedIn: "2.0", link: "GHSA-a" }],
    [{ id: "GHSA-a", records: ["PYSEC-1"], fixedIn: "2.0", link: "PYSEC-1" }],
  ]);
});

test("two records are one flaw, as bad as the worst, also where the one that joins them tells of other releases", () => {
  const high = { published: "2024-02-01", database_specific: { severity: "HIGH" } };
  const known = advisories(
    record({ id: "PYSEC-1", aliases: ["CVE-1"], published: "2024-03-01", versions: ["2.0"] }),
    record({ id: "PYSEC-2", aliases: ["GHSA-b"], versions: ["2.0"] }),
    record({ id: "GHSA-b", aliases: ["CVE-1", "CVE-2"], ...high, versions: ["1.0"] }),
    record({ id: "PYSEC-3", aliases: ["CVE-3"], versions: ["2.0"] }),
  );
  assert.deepEqual(
    known
      .judge(demo, "2.0")
      .matches.map(({ id, aliases, aliasesOfRecords, records, published, severity }) => [
        [id, ...aliases].join(" "),
        aliasesOfRecords.join(" "),
        records.join(" "),
        published,
        severity,
      ]),
    [
      ["GHSA-b CVE-1 CVE-2 PYSEC-1 PYSEC-2", "CVE-1 GHSA-b", "PYSEC-1 PYSEC-2", "2024-02-01", "high"],
      ["PYSEC-3 CVE-3", "CVE-3", "PYSEC-3", undefined, "unknown"],
    ],
  );
});

test("a record that was withdrawn joins no others", () => {
  const known = advisories(
    record({ id: "PYSEC-1", aliases: ["CVE-1"], versions: ["1.0"] }),
    record({ id: "PYSEC-2", aliases: ["CVE-2"], versions: ["1.0"] }),
    record({ id: "GHSA-b", aliases: ["CVE-1", "CVE-2"], versions: ["1.0"], withdrawn: "2024-01-01" }),
  );
  assert.equal(known.judge(demo, "1.0").matches.length, 2);
});

test("the order of events and of records changes nothing", () => {
  const kind = fc.constantFrom("introduced", "fixed", "last_affected");
  const event = fc.tuple(kind, fc.integer({ min: 0, max: 5 })).map(([what, bound]) => `${what} ${bound}`);
  const sketch = fc.record({
    aliases: fc.array(fc.constantFrom("CVE-1", "CVE-2", "CVE-3"), { maxLength: 2 }),
    events: fc.array(event, { minLength: 1, maxLength: 5 }),
  });
  const sketches = fc.array(sketch, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(sketches, fc.integer({ min: 0, max: 6 }), (given, version) => {
      const records = given.map(({ aliases, events }, index) => ({ id: `PYSEC-${index}`, aliases, events }));
      const judge = (turned: boolean) => {
        const turn = <Item>(items: readonly Item[]) => (turned ? items.toReversed() : items);
        const known = turn(records).map(({ id, aliases, events }) =>
          record({ id, aliases, ranges: [turn(events).join(", ")] }),
        );
        return advisories(...known).judge(demo, `${version}`);
      };
      assert.deepEqual(judge(true), judge(false));
    }),
    { numRuns: 200 },
  );
});

const fixes: readonly (readonly [string, readonly RecordSketch[], string, string | undefined])[] = [
  [
    "the least fix above the version",
    [{ ranges: ["introduced 0, fixed 1.4, introduced 3.0, fixed 3.2"] }],
    "1.0",
    "1.4",
  ],
  ["the fix of its own interval", [{ ranges: ["introduced 0, fixed 1.4, introduced 3.0, fixed 3.2"] }], "3.1", "3.2"],
  ["no fix", [{ ranges: ["introduced 0, last_affected 2.0"] }], "1.0", undefined],
  ["no fix above", [{ versions: ["2.0"], ranges: ["introduced 0, fixed 1.0"] }], "2.0", undefined],
  [
    "the later of two records of one flaw",
    [
      { id: "GHSA-a", aliases: ["CVE-1"], ranges: ["introduced 0, fixed 1.2"] },
      { id: "PYSEC-1", aliases: ["CVE-1"], ranges: ["introduced 0, fixed 1.3"] },
    ],
    "1.0",
    "1.3",
  ],
  [
    "no fix where one record knows none",
    [
      { id: "GHSA-a", aliases: ["CVE-1"], ranges: ["introduced 0, fixed 1.2"] },
      { id: "PYSEC-1", aliases: ["CVE-1"], versions: ["1.0"] },
    ],
    "1.0",
    undefined,
  ],
];

for (const [title, records, version, expected] of fixes)
  test(`a match is fixed in ${title}`, () => {
    const [match] = advisories(...records.map(record)).judge(demo, version).matches;
    assert.equal(match?.fixedIn?.toString(), expected);
  });

test("a flaw is as bad as the worst of its records", () => {
  const word = (severity: string) => ({ versions: ["1.0"], aliases: ["CVE-1"], database_specific: { severity } });
  const known = advisories(
    record({ id: "GHSA-a", ...word("LOW") }),
    record({ id: "GHSA-b", ...word("HIGH") }),
    record({ id: "GHSA-c", ...word("unheard of") }),
  );
  assert.equal(known.judge(demo, "1.0").matches[0]?.severity, "high");
});

test("what one database does not say another does, under any name of the flaw", () => {
  const says = { versions: ["1.0"], database_specific: { severity: "HIGH", cwe_ids: ["CWE-79", 3, "CWE-20"] } };
  const [pysec, github] = [
    record({ id: "PYSEC-1", aliases: ["CVE-1"], versions: ["1.0", "2.0"] }),
    record({ id: "GHSA-a", aliases: ["CVE-1"], modified: "2024-05-01T00:00:00Z", ...says }),
  ];
  const { matches } = advisories(pysec, github).judge(demo, "2.0");
  assert.deepEqual(
    matches.map(({ records, severity, severitySource, cwe }) => ({ records, severity, severitySource, cwe })),
    [
      {
        records: ["PYSEC-1"],
        severity: "high",
        severitySource: { band: "high", record: "GHSA-a", source: "GitHub", date: "2024-05-01", cvss: undefined },
        cwe: ["CWE-20", "CWE-79"],
      },
    ],
  );
});

test("the severity of a CVE is joined by it, and matches nothing by itself", () => {
  const row = { id: "CVE-1", database_specific: { severity: "LOW", source: "NVD" } };
  const other = { id: "CVE-2", aliases: ["PYSEC-2"], severity: [{ type: "CVSS_V3", score: "?" }] };
  const known = withExtras(
    [
      record({ id: "PYSEC-1", aliases: ["CVE-1"], versions: ["1.0"] }),
      record({ id: "PYSEC-2", aliases: [], versions: ["1.0"] }),
    ],
    { severities: [row, other, record({ id: "CVE-3", versions: ["1.0"] })] },
  );
  assert.deepEqual(
    known.judge(demo, "1.0").matches.map(({ id, severity, severitySource }) => [id, severity, severitySource?.source]),
    [
      ["PYSEC-1", "low", "NVD"],
      ["PYSEC-2", "unknown", undefined],
    ],
  );
});

test("a newer row of the same name takes nothing from a record that matches", () => {
  const known = withExtras([record({ id: "GHSA-a", modified: "2024-01-01", versions: ["1.0"] })], {
    severities: [{ id: "GHSA-a", modified: "2024-02-01", database_specific: { severity: "HIGH" } }],
  });
  assert.equal(known.judge(demo, "1.0").matches[0]?.severity, "high");
});

test("a withdrawn record says nothing of others", () => {
  const [own, gone] = [
    record({ id: "PYSEC-1", aliases: ["CVE-1"], versions: ["1.0"] }),
    record({ id: "GHSA-a", aliases: ["CVE-1"], withdrawn: "2024-01-01", database_specific: { severity: "HIGH" } }),
  ];
  assert.equal(advisories(own, gone).judge(demo, "1.0").matches[0]?.severity, "unknown");
});

test("of two copies of a record the one that was changed last counts", () => {
  const older = record({ id: "PYSEC-1", modified: "2024-01-01T00:00:00Z", versions: ["1.0"] });
  const newer = record({ id: "PYSEC-1", modified: "2024-02-01T00:00:00Z", versions: ["2.0"] });
  for (const known of [advisories(older, newer), advisories(newer, older)])
    assert.deepEqual(
      ["1.0", "2.0"].map((version) => known.judge(demo, version).matches.length),
      [0, 1],
    );
});

test("the code that has the flaw is named, by GitHub's functions and by PyPA's imports", () => {
  const entry = (name: string, specific: object) => ({
    package: { ecosystem: "PyPI", name },
    versions: ["1.0"],
    ecosystem_specific: specific,
  });
  const imports = [{ attribute: "ImageFont", modules: ["PIL"] }, { modules: ["PIL.Image"] }, "odd"];
  const known = advisories(
    { id: "PYSEC-1", aliases: ["CVE-1"], affected: [entry("Demo", { imports })] },
    {
      id: "GHSA-a",
      aliases: ["CVE-1"],
      affected: [
        entry("demo", { affected_functions: ["PIL.ImageFont", "demo.load()", 7] }),
        entry("other", { affected_functions: ["other.load"] }),
      ],
    },
  );
  assert.deepEqual(known.judge(demo, "1.0").matches[0]?.functions, ["PIL.Image", "PIL.ImageFont", "demo.load"]);
});

const malicious: readonly (readonly [string, RecordSketch, Readonly<Record<string, boolean>>])[] = [
  ["every release", { ranges: ["introduced 0"] }, { "1.0": true, "0.dev0": true, "1.0-odd": true }],
  ["every release, whatever is listed", { versions: ["1.0"], ranges: ["introduced 0"] }, { "2.0": true }],
  ["releases that are listed", { versions: ["1.0"] }, { "1.0.0": true, "2.0": false }],
  ["a range", { ranges: ["introduced 1.0, last_affected 1.2"] }, { "1.2": true, "1.3": false }],
];

for (const [title, sketch, expected] of malicious)
  test(`a malicious package: ${title}`, () => {
    const of = record({ id: "MAL-2024-1", aliases: ["GHSA-x"], ...sketch });
    const [parsed] = parseOsvRecords("test.jsonl", JSON.stringify(of));
    const rules = formatMalwareRules(malwareRules(parsed!))
      .trimEnd()
      .split("\n")
      .map((line) => parseMalwareRule("rules.jsonl:1", line));
    for (const [version, isHit] of Object.entries(expected)) {
      const { matches } = withExtras([], { malware: rules }).judge(demo, version);
      assert.deepEqual(
        matches.map(({ id, aliases, malicious: is, severity }) => ({ id, aliases, is, severity })),
        isHit ? [{ id: "MAL-2024-1", aliases: ["GHSA-x"], is: true, severity: "unknown" }] : [],
        version,
      );
    }
  });

test("a record that another database took from the malicious packages is one of them", () => {
  const known = advisories(
    record({ id: "GHSA-x", aliases: ["MAL-2024-1"], versions: ["1.0"] }),
    record({ id: "PYSEC-1", versions: ["1.0"] }),
  );
  assert.deepEqual(
    known.judge(demo, "1.0").matches.map(({ id, malicious: is }) => [id, is]),
    [
      ["GHSA-x", true],
      ["PYSEC-1", false],
    ],
  );
});

const broken: readonly (readonly [string, string, string])[] = [
  ["no JSON", "{}{", "test.jsonl:1: not an advisory record: the line is not JSON"],
  ["no record", '\n{"id": 1}', "test.jsonl:2: not an advisory record: `/id` must be string"],
  ["no id", "{}", "test.jsonl:1: not an advisory record: the document must have required properties id"],
];

for (const [title, text, message] of broken)
  test(`a line that is ${title} is refused with its place`, () => {
    assert.throws(() => parseOsvRecords("test.jsonl", text), { code: "NOT_AN_ADVISORY", message });
  });
