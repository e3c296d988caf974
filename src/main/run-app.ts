/** Starts parts of the App in this process and stops them in good order. */

import { UserError } from "../base/index.ts";
import { openRuntime, type AppRuntime } from "./app-runtime.ts";
import { type AppSettings, readAppSettings } from "./app-settings.ts";
import type { Running } from "./serve.ts";

/** The exit code of a process that may not start. */
const misconfigured = 2;

/** Milliseconds that running jobs get after SIGTERM; `compose.yaml` waits for 30 s. */
const grace = 20_000;

type Part = (runtime: AppRuntime, settings: AppSettings) => Promise<Running>;

/** Runs until SIGTERM or SIGINT; a second one ends the process at once. */
export async function runApp(parts: readonly Part[]): Promise<void> {
  const reading = readAppSettings(process.env);
  if (reading.kind === "faults") {
    for (const fault of reading.faults) process.stderr.write(`${fault}\n`);
    process.stderr.write(
      "Nothing was started; see docs/github-app.md. `npm run demo` shows the App's work without any credentials\n",
    );
    process.exitCode = misconfigured;
    return;
  }
  try {
    await start(reading.settings, parts);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`error: ${error.message}${error.hint === undefined ? "" : `\nhint: ${error.hint}`}\n`);
    process.exitCode = 1;
  }
}

async function start(settings: AppSettings, parts: readonly Part[]): Promise<void> {
  const runtime = await openRuntime(settings);
  const running: Running[] = [];
  for (const part of parts) running.push(await part(runtime, settings));
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    runtime.log.info({ signal }, "stopping");
    void stopAll(runtime, running).then(
      () => process.exit(0),
      (error: unknown) => {
        runtime.log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));
}

/** Nothing new comes in first; then the running jobs end; then the store. */
async function stopAll(runtime: AppRuntime, running: readonly Running[]): Promise<void> {
  for (const part of running) await part.stop();
  await runtime.close(grace);
}
