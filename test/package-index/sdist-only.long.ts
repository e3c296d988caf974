/**
 * What authors' builds recorded in well-known releases that have nothing but an sdist, read by us in pieces and by
 * Python from the whole archive. It asks the real index.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { openServices } from "../../src/main/services.ts";
import type { Candidate, MetadataGrade } from "../../src/ports/index.ts";
import { parsePipfile } from "../../src/project/index.ts";
import { packageName } from "../../src/python/index.ts";
import { root, run } from "../support/command.ts";
import { python, skipWithout } from "../support/python-clients.ts";

const releases = `
  pyspark 4.3.0, docopt 0.6.2, future 0.18.3, sgmllib3k 1.0.0, antlr4-python3-runtime 4.10, avro 1.11.3,
  fire 0.7.0, langdetect 1.0.7, pyperclip 1.9.0, pycrypto 2.6.1, rouge-score 0.1.2, suds-jurko 0.6,
  thrift 0.23.0, unicodecsv 0.14.1, wget 3.2, wikipedia 1.4.0, uwsgi 2.0.31, python-ldap 3.4.8,
  pypika 0.48.9, sacremoses 0.0.53, iopath 0.1.10, easydict 1.11, gputil 1.4.0, jsmin 3.0.1,
  htmlmin 0.1.12, hdfs 2.7.3, pyhive 0.7.0, flask-script 2.0.6, sqlalchemy-utils 0.36.8, termcolor 1.1.0,
  retrying 1.3.3, stringcase 1.2.0, ratelimit 2.2.1, pathtools 0.1.2
`
  .trim()
  .split(/,\s+/);

/** What an sdist says, as we read it. */
interface Reading {
  readonly release: string;
  readonly url: string;
  readonly grade: MetadataGrade;
  readonly requires: readonly string[];
  readonly requires_python: string;
  readonly extras: readonly string[];
}

/** One line of `read-sdists.py`. */
interface Comparison {
  readonly static: boolean;
  readonly requires: number;
  readonly differences: readonly string[];
}

test(
  `${releases.length} releases with nothing but an sdist have what their authors recorded`,
  {
    skip: skipWithout("packaging"),
    timeout: 600_000,
  },
  async (t) => {
    const readings = await readAll(t.signal);
    const { code, stdout, stderr } = await run(python!, [`${root}/test/support/read-sdists.py`], {
      input: JSON.stringify(readings),
    });
    assert.equal(code, 0, stderr);
    const comparisons = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Comparison);
    assert.equal(comparisons.length, readings.length);
    const grades = readings.map(({ grade }) => grade);
    t.diagnostic(`${grades.filter((grade) => grade === "recorded").length} of ${grades.length} are recorded`);
    t.diagnostic(`${comparisons.filter(({ requires }) => requires > 0).length} require something`);
    for (const [i, { release, grade }] of readings.entries()) {
      const { differences, static: isStatic } = comparisons[i]!;
      assert.deepEqual([release, grade, ...differences], [release, isStatic ? "declared" : "recorded"]);
    }
  },
);

async function readAll(signal: AbortSignal): Promise<readonly Reading[]> {
  const { services } = await openServices({ indexes: "own machine", progress: () => undefined }, signal);
  const indexes = parsePipfile("Pipfile", "").sources.map(({ name, url }) => ({ name, url, verify: true }));
  const source = services.openIndexes(indexes, [], () => undefined, "first-index");
  const readings: Reading[] = [];
  for (const release of releases) {
    const [name = "", version] = release.split(" ");
    const list = await source.list(packageName(name), { kind: "ordered" }, signal);
    assert.ok(list.kind === "found", name);
    const candidate = list.candidates.find((item) => item.version.text === version);
    assert.ok(candidate !== undefined, `${release} is not on the index any more`);
    readings.push({ release, url: onlySdist(release, candidate), ...(await read(candidate)) });
  }
  return readings;

  async function read(candidate: Candidate): Promise<Omit<Reading, "release" | "url">> {
    const answer = await source.metadata(candidate, signal);
    if (answer.kind === "unknown") return assert.fail(`${candidate.name}: ${answer.reason}`);
    const { grade, requires, requiresPython, extras } = answer.metadata;
    return { grade, requires: requires.map(String), requires_python: requiresPython?.toString() ?? "", extras };
  }
}

/** Its address. @throws {AssertionError} where the release has a wheel too */
function onlySdist(release: string, { files }: Candidate): string {
  const other = files.find(({ filename }) => !/\.(tar\.gz|tar\.bz2|tgz|zip)$/.test(filename));
  assert.equal(other, undefined, `${release} has more than sdists`);
  return files[0]!.url;
}
