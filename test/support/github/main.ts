/**
 * The stand-in as a program: `node test/support/github/main.ts --port 0`. Prints one line of JSON with its addresses and
 * the App's credentials, and runs until it is told to stop or whoever started it is gone.
 */

import { parseArgs } from "node:util";

import { launchStandIn } from "./launch.ts";
import type { StandInOptions } from "./options.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "base-path": { type: "string" },
    "webhook-url": { type: "string" },
    "webhook-secret": { type: "string" },
    now: { type: "string" },
    /** All of them as one JSON object; the others win. */
    options: { type: "string", default: "{}" },
  },
});

const options: StandInOptions = {
  ...(JSON.parse(values.options) as StandInOptions),
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values["base-path"] === undefined ? {} : { basePath: values["base-path"] }),
  ...(values["webhook-url"] === undefined ? {} : { webhookUrl: values["webhook-url"] }),
  ...(values["webhook-secret"] === undefined ? {} : { webhookSecret: values["webhook-secret"] }),
  ...(values.now === undefined ? {} : { now: values.now }),
};

const running = await launchStandIn(options);
process.stdout.write(`${JSON.stringify(running.announcement)}\n`);

const { promise: told, resolve: tell } = Promise.withResolvers<void>();
process.once("SIGTERM", () => tell());
process.once("SIGINT", () => tell());
// A parent that dies closes the pipe. A terminal or /dev/null does not count as one.
if (process.argv.includes("--options")) process.stdin.once("close", () => tell()).resume();
await told;
await running.stop();
process.exit(0);
