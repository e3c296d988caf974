/**
 * Makes `data/example-index/` from a frozen snapshot of the public index: `node scripts/make-example-index.mjs SNAPSHOT`.
 * `pypi.json.gz` is the snapshot itself. The index `aicoe` of the example no longer exists, so `aicoe.json.gz` is made
 * here: the same format with the same tensorflow releases and nothing else.
 */

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

const source = process.argv[2];
if (source === undefined) throw new Error("usage: node scripts/make-example-index.mjs SNAPSHOT");
const folder = new URL("../data/example-index/", import.meta.url);
const snapshot = JSON.parse(gunzipSync(readFileSync(source)).toString("utf8"));

copyFileSync(source, new URL("pypi.json.gz", folder));
const second = withPackages(snapshot, ["tensorflow"]);
writeFileSync(new URL("aicoe.json.gz", folder), gzipSync(JSON.stringify(second), { level: 9 }));

/** The same snapshot with the named packages only, its interned lists cut to what they use. */
function withPackages(whole, names) {
  const lists = { requires: new Map(), pythons: new Map(), extras: new Map() };
  const intern = (list, at) => {
    if (!lists[list].has(at)) lists[list].set(at, lists[list].size);
    return lists[list].get(at);
  };
  const packages = Object.fromEntries(
    names.map((name) => {
      const { unknown, releases } = whole.packages[name];
      const cut = releases.map((release) => ({
        ...release,
        r: intern("requires", release.r),
        p: intern("pythons", release.p),
        e: intern("extras", release.e),
      }));
      return [name, { unknown, releases: cut }];
    }),
  );
  const used = (list) => [...lists[list].keys()].map((at) => whole[list][at]);
  const { format, cut, made, client } = whole;
  return {
    format,
    cut,
    made,
    client,
    sets: [],
    requires: used("requires"),
    pythons: used("pythons"),
    extras: used("extras"),
    packages,
  };
}
