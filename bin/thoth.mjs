#!/usr/bin/env node
/**
 * Launches the command line on a Node that can run it: the one that came with the packages where there is one. Plain
 * JavaScript that Node 20 can run.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packaged = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
const main = fileURLToPath(new URL("../src/main/cli.ts", import.meta.url));
const node = existsSync(packaged) ? packaged : process.execPath;
const ended = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
if (ended.error) throw ended.error;
process.exit(ended.status ?? 1);
