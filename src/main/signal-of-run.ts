/** When a run on a person's machine ends early: after a deadline that no honest run meets, or on Ctrl-C. */

const minutes = 20;

export function signalOfRun(): AbortSignal {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort(new Error("interrupted")));
  return AbortSignal.any([interrupted.signal, AbortSignal.timeout(minutes * 60_000)]);
}
