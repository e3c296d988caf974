import assert from "node:assert/strict";
import { test } from "node:test";

import { UserError } from "../../src/base/index.ts";
import { type Output, exitCodeOf } from "../../src/cli/index.ts";

class Malformed extends UserError {
  readonly code = "MALFORMED";
}

/** An output that remembers. */
function recorder() {
  const streams = { data: "", talk: [] as string[] };
  const output: Output = {
    data: (text) => void (streams.data += text),
    say: (line) => void streams.talk.push(line),
    width: 80,
    colours: false,
  };
  return { output, streams };
}

const fail = () => Promise.reject(new Malformed("Pipfile:3: `https://u:p4ssw0rd@corp`\u009b", { hint: "mend it" }));

test("a command's own exit code is passed on", async () => {
  const { output, streams } = recorder();
  assert.equal(await exitCodeOf(() => Promise.resolve(7), output, true), 7);
  assert.deepEqual(streams, { data: "", talk: [] });
});

test("a user's mistake is talk with exit code 1, and no data", async () => {
  const { output, streams } = recorder();
  assert.equal(await exitCodeOf(fail, output, false), 1);
  assert.equal(streams.data, "");
  assert.deepEqual(
    streams.talk.map((line) => line.split(":")[0]),
    ["error", "hint"],
  );
});

test("with JSON the mistake is an object too, without credentials and control characters", async () => {
  const { output, streams } = recorder();
  assert.equal(await exitCodeOf(fail, output, true), 1);
  assert.equal(
    streams.data,
    '{"error":{"code":"MALFORMED","message":"Pipfile:3: `https://[redacted]@corp`\\u009b","hint":"mend it"}}\n',
  );
});

test("a bug is thrown", async () => {
  await assert.rejects(
    exitCodeOf(() => Promise.reject(new TypeError("bug")), recorder().output, true),
    TypeError,
  );
});

test("what ends because of the signal is one line and code 130", async () => {
  const { output, streams } = recorder();
  const stop = new AbortController();
  const run = () => {
    stop.abort(new Error("interrupted"));
    return Promise.reject(new DOMException("This operation was aborted", "AbortError"));
  };
  assert.equal(await exitCodeOf(run, output, true, stop.signal), 130);
  assert.deepEqual(streams, { data: "", talk: ["interrupted"] });
});
