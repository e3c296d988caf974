#!/usr/bin/env node
/**
 * Launches the command line on a Node that can run it: the one that came with the packages where there is one. Plain
 * JavaScript that Node 20 can run.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const packaged = `${root}node_modules/.bin/node`;
const main = `${root}src/main/cli.ts`;
const node = existsSync(packaged) ? packaged : process.execPath;
if (node === process.execPath && !canRunTypeScript(process.versions.node)) {
  process.stderr.write(`thoth: Node ${process.versions.node} is too old; run \`npm run setup\` in ${root} first\n`);
  process.exit(1);
}
const ended = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
if (ended.error) throw ended.error;
process.exit(ended.status ?? 1);

/** Since 24.12 without a flag. */
function canRunTypeScript(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}
