/** What a child process can do, tried in real ones: with all that this machine does to hold them, and with Node alone. */

import assert from "node:assert/strict";
import { existsSync, realpathSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import {
  type Answer,
  type Confinement,
  LimitedProcess,
  ProcessEnded,
  ToldError,
  tryConfinement,
} from "../../../src/adapters/child/index.ts";

const root = new URL("../../../", import.meta.url);
const readable = ["src", "node_modules", "test", "package.json"].flatMap((name) => {
  const path = fileURLToPath(new URL(name, root));
  return [path, realpathSync(path)];
});
const { signal } = new AbortController();
const limits = { memory: 128, processor: 60 };
const machine = await tryConfinement(limits);
const nodeAlone: Confinement = { limits, prefix: [], holds: [], lacks: [] };

interface StartOptions {
  readonly confinement?: Confinement;
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly faults?: unknown[];
  readonly bytes?: number;
  readonly messages?: number;
}

const started = new Set<LimitedProcess>();
after(() => {
  for (const each of started) each.stop();
});

function start(options: StartOptions = {}): LimitedProcess {
  const { confinement = machine, answers = {}, faults = [], bytes = 1_000_000, messages = 1_000 } = options;
  const child = new LimitedProcess({
    program: fileURLToPath(new URL("hostile-program.ts", import.meta.url)),
    readable,
    confinement,
    messages: { bytes, allBytes: 10_000_000, messages },
    answers,
    onFault: (error) => faults.push(error),
  });
  started.add(child);
  return child;
}

/** What the child says to `what`, or the message of what it threw. */
async function tell(child: LimitedProcess, what: string, value: unknown = null): Promise<unknown> {
  try {
    return (await child.ask(what, { value }, signal)).value;
  } catch (error) {
    if (error instanceof ProcessEnded) return error.ending;
    return (error as Error).message;
  }
}

process.env["THOTH_TEST_CANARY"] = "hunter2";
const port = 0;
const connections: string[] = [];
const listener = createServer((socket) => {
  connections.push(socket.remoteAddress ?? "");
  socket.destroy();
});
await new Promise<void>((listening) => listener.listen(port, "127.0.0.1", listening));
after(() => listener.close());
const open = (listener.address() as AddressInfo).port;
const target = join(tmpdir(), `thoth-child-${process.pid}`);

/** What is tried, with what, and how it fails. */
const attempts: readonly (readonly [what: string, value: unknown, failure: RegExp])[] = [
  ["connect", open, /EACCES/],
  ["fetch", open, /fetch failed/],
  ["listen", null, /EACCES|DNS is not possible/],
  ["datagram", open, /EACCES/],
  ["resolve", null, /DNS is not possible/],
  ["write", target, /ERR_ACCESS_DENIED|restricted/],
  ["read", "/etc/hostname", /ERR_ACCESS_DENIED|restricted/],
  ["read", fileURLToPath(new URL(".git/HEAD", root)), /ERR_ACCESS_DENIED|restricted/],
  ["read", "/proc/self/environ", /ERR_ACCESS_DENIED|restricted/],
  ["spawn", null, /ERR_ACCESS_DENIED|restricted/],
  ["thread", null, /ERR_ACCESS_DENIED|restricted/],
  ["signal", null, /a signal is not possible/],
  ["binding", null, /ERR_ACCESS_DENIED|restricted/],
];

for (const [who, confinement] of [
  ["as this machine holds it", machine],
  ["as Node alone holds it", nodeAlone],
] as const)
  test(`a child, ${who}, reaches nothing but its parent`, async () => {
    const child = start({ confinement });
    assert.deepEqual(await tell(child, "environment"), {});
    for (const [what, value, failure] of attempts) assert.match(String(await tell(child, what, value)), failure, what);
    assert.deepEqual(connections, [], "nobody came");
    assert.ok(!existsSync(target), "nothing was written");
    assert.equal(await tell(child, "echo", "still here"), "still here");
  });

test("the listener would have seen it", async () => {
  await fetch(`http://127.0.0.1:${open}/`).catch(() => undefined);
  assert.deepEqual(connections.splice(0), ["127.0.0.1"]);
});

test("files cross as they are, beside their question", async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 128]);
  const answer = await start().ask("echo", { value: { name: "ä\n" }, bytes }, signal);
  assert.deepEqual(answer.value, { name: "ä\n" });
  assert.deepEqual(answer.bytes, bytes);
});

test("an error that a person can mend is one on the other side too", async () => {
  const child = start();
  await assert.rejects(child.ask("mistake", { value: null }, signal), (error) => {
    assert.ok(error instanceof ToldError);
    assert.deepEqual([error.code, error.message, error.hint], ["MISTAKE", "line 3 is wrong", "mend it"]);
    return true;
  });
  await assert.rejects(child.ask("bug", { value: null }, signal), /^Error: in the other process: Error: a bug/);
});

test("a heap without end ends with its process", async () => {
  for (const confinement of [machine, nodeAlone])
    assert.deepEqual(await tell(start({ confinement }), "heap"), { kind: "out-of-memory" });
});

test(
  "so do buffers beside the heap, where the system counts them",
  { skip: machine.prefix.includes("prlimit") ? false : "this machine counts no memory: `prlimit` is missing" },
  async () => {
    assert.match(JSON.stringify(await tell(start(), "buffers")), /out-of-memory|allocat/i);
  },
);

test(
  "a loop without end is ended by the system, where it counts",
  { skip: machine.prefix.includes("prlimit") ? false : "this machine counts no time: `prlimit` is missing" },
  async () => {
    const confinement = await tryConfinement({ ...limits, processor: 3 });
    assert.deepEqual(await tell(start({ confinement }), "loop"), { kind: "out-of-time" });
  },
);

test("a loop without end is ended by whoever wants it ended", async () => {
  const child = start();
  await tell(child, "echo");
  const looping = tell(child, "loop");
  child.stop();
  assert.deepEqual(await looping, { kind: "stopped" });
});

test("what fell says how, and what it said last", async () => {
  assert.deepEqual(await tell(start(), "exit"), { kind: "crashed", how: "exit code 3", words: "" });
  const ending = (await tell(start(), "abort")) as { readonly how: string };
  assert.equal(ending.how, "SIGABRT");
});

test("nobody waits for an answer that is not wanted any more", async () => {
  const wanted = new AbortController();
  const reason = new Error("the lease is lost");
  const asking = start().ask("until", { value: null }, wanted.signal);
  wanted.abort(reason);
  await assert.rejects(asking, reason);
});

test("at a deadline the child is told so, and its answer still counts", async () => {
  const answer = await start().ask("until", { value: null }, AbortSignal.timeout(50));
  assert.equal(answer.value, "TimeoutError");
});

test("a child asks its parent, and what fails there is known there as it was", async () => {
  const fault = new Error("the host is away: token 123");
  const faults: unknown[] = [];
  const answers: Record<string, Answer> = {
    parent: async ({ value }) => {
      if (value === "fail") throw fault;
      return { value: `${String(value)} was asked` };
    },
  };
  const child = start({ answers, faults });
  assert.equal(await tell(child, "back", "this"), "this was asked");
  await tell(child, "back", "fail");
  assert.deepEqual(faults, [fault]);
});

/** What breaks the protocol, with the words of the ending. */
const breaches: readonly (readonly [name: string, options: StartOptions, what: string, value: unknown, how: RegExp])[] =
  [
    ["an answer that is too long", { bytes: 1_000 }, "long", 1_000, /a message of 10\d\d bytes, and at most 1000/],
    ["more messages than there are", { messages: 10 }, "flood", 20, /more than 10 messages/],
    ["a length that nobody means", {}, "raw", "\xff\xff\xff\xff\0\0\0\0", /a message of \d+ bytes/],
    ["no JSON", {}, "raw", "\0\0\0\x01\0\0\0\0{", /no JSON/],
    ["JSON of no meaning", {}, "raw", "\0\0\0\x02\0\0\0\0{}", /none of the protocol/],
  ];

for (const [name, options, what, value, how] of breaches)
  test(`a child is ended for ${name}`, async () => {
    const answers = { parent: async () => ({ value: null }) };
    const ending = (await tell(start({ answers, ...options }), what, value)) as { readonly how: string };
    assert.match(ending.how, how);
  });

test("an answer at the limit is read", async () => {
  const envelope = JSON.stringify({ kind: "answer", id: 1, value: "" }).length;
  const child = start({ bytes: 1_000 });
  assert.equal(String(await tell(child, "long", 1_000 - envelope)).length, 1_000 - envelope);
});
