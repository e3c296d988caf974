/**
 * Makes the shipped knowledge bundle from a copy of the PyPA advisory database: one OSV record a line, gzip-compressed.
 * All packages are taken, so that every package is judged as of the date.
 *
 *     node scripts/pack-advisories.ts RECORDS.jsonl.gz AS-OF REVISION FOLDER
 */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseOsvRecords } from "../src/knowledge/index.ts";

const [input, asOf, revision, folder] = process.argv.slice(2);
if (input === undefined || asOf === undefined || revision === undefined || folder === undefined) {
  process.stderr.write("usage: node scripts/pack-advisories.ts RECORDS.jsonl.gz AS-OF REVISION FOLDER\n");
  process.exit(2);
}

const content = readFileSync(input);
const records = parseOsvRecords(input, gunzipSync(content).toString("utf8"));
const file = "advisories.jsonl.gz";
const manifest = {
  format: "knowledge/1",
  parts: [
    {
      kind: "advisories",
      file,
      as_of: asOf,
      source: `https://github.com/pypa/advisory-database at ${revision}`,
      licence: "CC-BY-4.0",
      attribution:
        "Python Packaging Advisory Database, by the Python Packaging Authority and contributors. Prose left out, one record a line.",
      sha256: createHash("sha256").update(content).digest("hex"),
    },
  ],
};

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, file), content);
writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
process.stderr.write(`${records.length} advisories as of ${asOf} in ${folder}\n`);
