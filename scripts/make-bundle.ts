/**
 * Makes a knowledge bundle of the sources in a list, as `docs/knowledge.md` describes it. The same sources give the same
 * bytes, on any day and any machine.
 *
 *     node scripts/make-bundle.ts SOURCES.yaml FOLDER [--scorecards CARDS.jsonl AS-OF SOURCE LICENCE]
 *
 * Each source is a bundle or an advisory database, in a folder, an archive or a git repository. Cards are JSON lines.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../src/base/index.ts";
import { formatScorecards, type KnowledgeDatabase, makeBundle, readBundle } from "../src/knowledge/index.ts";
import { gatherKnowledge } from "../src/main/knowledge/gather.ts";
import { readKnowledgeSources } from "../src/main/knowledge/knowledge-settings.ts";
import { ownWire } from "../src/main/knowledge/open-knowledge.ts";
import { readSource } from "../src/main/knowledge/pack.ts";
import { sharedMirrors } from "../src/main/shared-cache.ts";

const [list, folder, option, ...cards] = process.argv.slice(2);
if (list === undefined || folder === undefined || (option !== undefined && option !== "--scorecards")) {
  process.stderr.write(
    "usage: node scripts/make-bundle.ts SOURCES.yaml FOLDER [--scorecards CARDS.jsonl AS-OF SOURCE LICENCE]\n",
  );
  process.exit(2);
}

try {
  await make(list, folder);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}

async function make(listPath: string, target: string): Promise<void> {
  const { signal } = new AbortController();
  const databases: KnowledgeDatabase[] = [];
  for (const source of await readKnowledgeSources(listPath, signal)) {
    const gathered = await gatherKnowledge(source, { mirrors: sharedMirrors(), wire: ownWire() }, signal);
    databases.push(await readSource(gathered, signal));
  }
  if (option !== undefined) databases.push(scorecards(cards));
  mkdirSync(target, { recursive: true });
  const files = makeBundle(databases, new Date().toISOString().slice(0, 10));
  for (const [name, bytes] of files) writeFileSync(join(target, name), bytes);
  for (const { kind, as_of: asOf, file } of (await readBundle(target, signal)).parts)
    process.stderr.write(`${kind} as of ${asOf} in ${join(target, file)}\n`);
}

function scorecards([path, asOf, source, licence]: readonly string[]): KnowledgeDatabase {
  if (path === undefined || asOf === undefined || source === undefined || licence === undefined)
    throw new Error("--scorecards wants CARDS.jsonl AS-OF SOURCE LICENCE");
  const attribution = "OpenSSF Scorecard, by the Open Source Security Foundation and contributors";
  const origin = { name: "openssf", source, licence, attribution };
  return { kind: "scorecards", origin, asOf, text: formatScorecards(path, readFileSync(path, "utf8")) };
}
