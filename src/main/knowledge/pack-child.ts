/** The program of the process that looks into sources of knowledge: whatever is in them costs this process at most. */

import { serveParent } from "../../adapters/child/index.ts";
import { type KnowledgeDatabase, makeBundle } from "../../knowledge/index.ts";
import { readSource } from "./pack.ts";
import { readToldSource, tellBundle } from "./pack-task.ts";

await serveParent(() => {
  const databases: KnowledgeDatabase[] = [];
  return {
    add: async (question, signal) => {
      databases.push(await readSource(readToldSource(question), signal));
      return { value: null };
    },
    finish: async ({ value }) => tellBundle(makeBundle(databases, (value as { readonly today: string }).today)),
  };
});
process.exit();
