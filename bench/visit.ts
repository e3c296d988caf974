/**
 * What it costs to look into a repository in a process with limits: `node bench/visit.ts [--repeat N]`. The example is
 * advised with the shipped data: in this process, warm; in one that stood ready; and in one that had to be started first.
 * Medians, in milliseconds.
 */

import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { type Adviser, localAdviser, type ProjectRequest } from "../src/advise/index.ts";
import { openAdvisers } from "../src/main/adviser/open-advisers.ts";
import { shippedKnowledge } from "../src/main/knowledge/settings.ts";
import { readIndexSettings } from "../src/main/index-settings.ts";
import { openServices } from "../src/main/services.ts";

const { values } = parseArgs({ options: { repeat: { type: "string", default: "5" } } });
const repeat = Number(values.repeat);
const { signal } = new AbortController();
const example = new URL("../examples/two-environments/", import.meta.url);
const log = { info: () => undefined, warn: () => undefined, error: console.error };
const settings = { adviceMemory: 1_024, online: false, indexes: readIndexSettings({}, []), rules: undefined };

const request: ProjectRequest = {
  options: {},
  command: "thoth advise",
  readFile: (path) => readFile(new URL(path, example), "utf8").catch(() => undefined),
};

async function median(once: () => Promise<number>): Promise<string> {
  const times: number[] = [];
  for (let i = 0; i < repeat; i++) times.push(await once());
  return times
    .toSorted((a, b) => a - b)
    [Math.floor(repeat / 2)]!.toFixed(0)
    .padStart(6);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Two questions to one adviser. */
async function visit(adviser: Adviser): Promise<void> {
  await adviser.managers(".thoth.yaml", "managers: [{name: advise}]", signal);
  await adviser.advise(request, signal);
  adviser.close();
}

const { services } = await openServices({ indexes: "shipped", progress: () => undefined }, signal);
await visit(localAdviser(services));
console.log(`${await median(() => timed(() => visit(localAdviser(services))))}  in this process, warm`);

const advisers = await openAdvisers(settings, shippedKnowledge, log, signal);
const inReady = async () => {
  await advisers.ready();
  return timed(() => visit(advisers.open("acme/app")));
};
console.log(`${await median(inReady)}  in a process that stood ready`);
advisers.close();

const start = async () => {
  const starting = performance.now();
  (await openAdvisers(settings, shippedKnowledge, log, signal)).close();
  return performance.now() - starting;
};
console.log(`${await median(start)}  to try what holds it, and to start one`);
