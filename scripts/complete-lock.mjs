/**
 * Completes `package-lock.json` after a change of dependencies. A registry that does not serve some platform's package
 * makes npm leave it out of the lock, and `npm ci` then refuses that lock. Every optional dependency without an entry gets
 * one here. Run it, then `npm install`, which settles the order, then `npm ci`, which proves it.
 */

import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const systems = /android|darwin|freebsd|openharmony|win32|windows|linux|netbsd|openbsd|sunos|aix/;
const processors = /arm64|arm|x64|ia32|ppc64|s390x|riscv64|loong64/;

let added = 0;
for (const [at, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const present = lock.packages[`node_modules/${name}`] ?? (at && lock.packages[`${at}/node_modules/${name}`]);
    if (present || !/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = missingEntry(name, version, entry.dev === true);
    added++;
  }
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stderr.write(`complete-lock: ${added} entries added\n`);

function missingEntry(name, version, dev) {
  const system = systems.exec(name)?.[0] ?? "none";
  return {
    version,
    ...(dev && { dev }),
    optional: true,
    os: [system === "windows" ? "win32" : system],
    cpu: [processors.exec(name)?.[0] ?? "none"],
    ...(/musl/.test(name) && { libc: ["musl"] }),
  };
}
