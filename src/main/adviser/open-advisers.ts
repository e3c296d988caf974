/** How a worker looks into files: what it may take, what the machine does to hold it, and the way to indexes. */

import { tryConfinement } from "../../adapters/child/index.ts";
import type { Log } from "../../bot/index.ts";
import type { AppSettings } from "../app-settings.ts";
import { emptyCatalogue, readCatalogue } from "../index-catalogue.ts";
import { compileRuleList, usualRules } from "../rules/rule-list.ts";
import { serviceWires } from "../online-indexes.ts";
import { ChildAdvisers } from "./child-advisers.ts";
import { tellOpening } from "./messages.ts";

/** Seconds of processor time for one visit: its deadlines are shorter, and this holds where nobody watches them any more. */
const processor = 1_800;

/** Resolves when the first process stands ready. @param knowledge the folder of a bundle. @throws {UserError} when the catalogue or the rules cannot be read. */
export async function openAdvisers(
  { adviceMemory, indexes, online, rules }: Pick<AppSettings, "adviceMemory" | "indexes" | "online" | "rules">,
  knowledge: string,
  log: Log,
  signal: AbortSignal,
): Promise<ChildAdvisers> {
  const path = online ? indexes.catalogue : undefined;
  const catalogue = path === undefined ? emptyCatalogue : await readCatalogue(path, process.env, signal);
  const confinement = await tryConfinement({ memory: adviceMemory, processor });
  const { holds, lacks } = confinement;
  if (lacks.length === 0) log.info({ holds }, "files are looked into by child processes");
  else log.warn({ holds, lacks }, "this machine holds child processes less well than it might; see docs/operate.md");
  const advisers = new ChildAdvisers({
    confinement,
    opening: online ? tellOpening(catalogue, indexes.seal) : { kind: "shipped" },
    rules: rules === undefined ? [] : await compileRuleList(rules, usualRules(), signal),
    knowledge,
    wireOf: serviceWires(indexes, catalogue),
    log,
  });
  await advisers.ready();
  return advisers;
}
