/**
 * The program of the process that reads and compiles rules: a collection of rules is what strangers wrote, and whatever is
 * in it costs this process at most. It answers one kind of question.
 */

import { serveParent } from "../../adapters/child/index.ts";
import { readTask } from "./compile-task.ts";
import { compileHere } from "./open-rules.ts";

await serveParent(() => ({
  compile: async (question, signal) => {
    const { contents, options } = readTask(question);
    return { value: null, bytes: await compileHere(contents, options, signal) };
  },
}));
process.exit();
