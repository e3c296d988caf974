import { after, test } from "node:test";
import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { HttpTransport, EgressPolicy, tryParseRange } from "../../src/package-index/index.ts";
import { AddressRefused, type Resolver } from "../../src/package-index/egress-policy.ts";
import { parseIndexAddress } from "../../src/package-index/index-address.ts";
import { IndexClient } from "../../src/package-index/index-client.ts";

const { signal } = new AbortController();

/** Counts connections on one address of this machine, and answers each request with a page. */
class Listener {
  connections = 0;
  readonly #server: Server;
  constructor() {
    this.#server = createServer((socket) => {
      this.connections++;
      socket.on("error", () => undefined);
      socket.on("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\na page"));
    });
  }
  async listen(host: string, port = 0): Promise<number> {
    await new Promise<void>((done, fail) => this.#server.once("error", fail).listen(port, host, done));
    after(() => this.#server.close());
    return (this.#server.address() as AddressInfo).port;
  }
}

const onLinux = process.platform === "linux" ? {} : { skip: "only Linux gives all of 127.0.0.0/8 to this machine" };
const with6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === "IPv6"));

/** Everything of this machine, on all its addresses. */
const everywhere = new Listener();
const port = await everywhere.listen(with6 ? "::" : "0.0.0.0");

function transport(options: ConstructorParameters<typeof EgressPolicy>[0]): HttpTransport {
  return new HttpTransport({ proxies: "none", egress: new EgressPolicy(options), timeouts: { connect: 2_000 } });
}

function ask(wire: HttpTransport, url: string) {
  return wire.get({ url: new URL(url), headers: {}, limit: 100, verify: true }, signal);
}

const range = (text: string) => tryParseRange(text)!;

/** Spellings of addresses of this very machine. */
const ownSpellings = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "127.9.9.9",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0x7F.1",
  "017700000001",
  "0177.0.0.1",
  "0177.0x0.0.1",
  "127.0.0.1.",
  "１２７.０.０.１",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "%31%32%37.0.0.1",
  "0",
  "0.0.0.0",
  "00",
  "0x0",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[0000:0000:0000:0000:0000:0000:0000:0001]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:ffff:127.0.0.1]",
  "[::FFFF:7F00:0001]",
];
for (const host of ownSpellings) {
  const skip = host.startsWith("[") && !with6 ? "this machine has no IPv6" : false;
  test(`${host} is refused before any connection, though its origin may be asked`, { skip, ...onLinux }, async () => {
    const url = `http://${host}:${port}/`;
    const before = everywhere.connections;
    const origins = [new URL(url).origin];
    await assert.rejects(ask(transport({ origins }), url), new AddressRefused("is not a public address"));
    assert.equal(everywhere.connections, before);
    // The same question where everything is allowed: this is what the policy held back.
    const ranges = [range("0.0.0.0/0"), range("::/0")];
    assert.equal((await ask(transport({ origins, ranges }), url)).body?.toString(), "a page");
    assert.equal(everywhere.connections, before + 1);
  });
}

/** Addresses of somebody's network, which nobody should listen on here. */
const foreignSpellings = [
  "10.0.0.1",
  "10.1",
  "167772161",
  "100.64.0.1",
  "100.100.100.200",
  "168.63.129.16",
  "169.254.169.254",
  "169.254.170.2",
  "2852039166",
  "0xA9FEA9FE",
  "0251.0376.0251.0376",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.0.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "[::127.0.0.1]",
  "[::ffff:0:127.0.0.1]",
  "[::ffff:169.254.169.254]",
  "[::ffff:1.1.1.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::a9fe:a9fe]",
  "[64:ff9b:1::1]",
  "[100::1]",
  "[2001::1]",
  "[2001:db8::1]",
  "[2002:7f00:1::]",
  "[3fff::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
];
const publicHosts = ["1.1.1.1", "[2606:4700:4700::1111]", "[64:ff9b::1.1.1.1]", "pypi.org", "xn--bcher-kva.example"];
test("no address of a special range may be asked, however it is spelled, and public ones may", () => {
  const policy = new EgressPolicy();
  for (const host of foreignSpellings)
    assert.throws(() => policy.check(new URL(`https://${host}/simple/`)), /is not a public address/, host);
  for (const host of publicHosts) policy.check(new URL(`https://${host}/simple/`));
});

/** Addresses, and what an operator has to open for them. */
const closed: readonly (readonly [string, RegExp])[] = [
  ["http://pypi.org/simple/", /is not `https` on port 443/],
  ["https://pypi.org:8443/simple/", /is not `https` on port 443/],
  ["https://pypi.org:6379/", /is not `https` on port 443/],
  ["https://localhost/", /does not have a public name/],
  ["https://localhost./", /does not have a public name/],
  ["https://LOCALHOST/", /does not have a public name/],
  ["https://pypi/", /does not have a public name/],
  ["https://pypi.local/", /does not have a public name/],
  ["https://metadata.google.internal/", /does not have a public name/],
  ["https://kubernetes.default.svc.cluster.local/", /does not have a public name/],
  ["https://1.0.0.127.in-addr.arpa/", /does not have a public name/],
];
for (const [url, refused] of closed) {
  test(`${url} is refused until its origin is allowed`, () => {
    assert.throws(() => new EgressPolicy().check(new URL(url)), refused);
    new EgressPolicy({ origins: [new URL(url).origin] }).check(new URL(url));
  });
}

test("no origin opens another scheme than http and https", () => {
  for (const url of ["file:///etc/passwd", "ftp://pypi.org/", "gopher://pypi.org/", "data:,x"]) {
    const policy = new EgressPolicy({ origins: [new URL(url).origin] });
    assert.throws(() => policy.check(new URL(url)), new AddressRefused("is not `https`"));
  }
});

test("an allowed origin opens no other scheme, host or port", () => {
  const policy = new EgressPolicy({ origins: ["http://pypi.corp:8080"] });
  for (const url of [
    "https://pypi.corp:8080/",
    "http://pypi.corp:8081/",
    "http://pypi.corp/",
    "http://pypi.corp.evil.example:8080/",
  ])
    assert.throws(() => policy.check(new URL(url)), AddressRefused, url);
});

/** What a name resolves to, one answer after another; the last one for all that follow. */
function resolver(...answers: readonly (readonly string[])[]): Resolver & { count: number } {
  const resolve: Resolver & { count: number } = Object.assign(
    (_name: string, _options: unknown, done: Parameters<Resolver>[2]) => {
      const answer = answers[Math.min(resolve.count++, answers.length - 1)] ?? [];
      done(
        null,
        answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    },
    { count: 0 },
  );
  return resolve;
}

const name = `http://index.example:${port}`;
const refusedAnswers: readonly (readonly string[])[] = [
  ["127.0.0.1"],
  ["::1"],
  ["::ffff:127.0.0.1"],
  ["1.1.1.1", "127.0.0.1"],
  ["127.0.0.1", "1.1.1.1"],
  ["2606:4700::1", "::1"],
  ["fe80::1%lo"],
  [],
];
for (const answer of refusedAnswers) {
  test(`a name that leads to ${answer.join(" and ") || "nothing"} is not connected to`, async () => {
    const before = everywhere.connections;
    const wire = transport({ origins: [name], resolve: resolver(answer) });
    await assert.rejects(ask(wire, `${name}/`), new AddressRefused("does not lead to a public address"));
    assert.equal(everywhere.connections, before);
  });
}

test("a name that leads elsewhere each time is judged by the very answer that is connected to", onLinux, async () => {
  const [good, bad] = [new Listener(), new Listener()];
  const shared = await good.listen("127.0.0.2");
  await bad.listen("127.0.0.1", shared);
  const origin = `http://rebinding.example:${shared}`;
  const resolve = resolver(["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1"]);
  const wire = transport({ origins: [origin], ranges: [range("127.0.0.2")], resolve });
  for (let i = 0; i < 2; i++) {
    assert.equal((await ask(wire, `${origin}/`)).status, 200);
    await assert.rejects(ask(wire, `${origin}/`), AddressRefused);
  }
  assert.deepEqual([good.connections, bad.connections, resolve.count], [2, 0, 4]);
});

/** Where an allowed index redirects to. */
const locations = [
  `http://127.0.0.1:${port}/`,
  `http://[::1]:${port}/`,
  `//localhost:${port}/`,
  "http://169.254.169.254/latest/",
  "file:///etc/passwd",
  "https://10.0.0.1/",
];
for (const location of locations) {
  test(
    `a redirect to ${location.replace(String(port), "PORT")} is judged like an address of its own`,
    onLinux,
    async () => {
      const server = createServer((socket) => {
        socket.on("data", () => socket.end(`HTTP/1.1 302 Found\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`));
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.3", done));
      const origin = `http://127.0.0.3:${(server.address() as AddressInfo).port}`;
      const before = everywhere.connections;
      const client = new IndexClient({
        name: "corp",
        address: parseIndexAddress("corp", origin),
        transport: transport({ origins: [origin], ranges: [range("127.0.0.3")] }),
        verify: true,
        retryDelays: [0],
      });
      const answer = client.get({ url: new URL(origin), headers: {}, limit: 100, answers: [200] }, signal);
      const code = location.startsWith("file:") ? "INDEX_UNAVAILABLE" : "INDEX_NOT_ALLOWED";
      await assert.rejects(answer, { code });
      assert.equal(everywhere.connections, before);
      server.close();
    },
  );
}

test("a refusal names index and address, tells nothing of the network, and is not tried again", async () => {
  const resolve = resolver(["10.20.30.40"]);
  const client = new IndexClient({
    name: "corp",
    address: parseIndexAddress("corp", "https://user:hunter2@pypi.corp.example/simple"),
    transport: transport({ resolve }),
    verify: true,
    retryDelays: [0, 0],
  });
  const url = new URL("https://pypi.corp.example/simple/foo/");
  await assert.rejects(client.get({ url, headers: {}, limit: 100, answers: [200] }, signal), {
    code: "INDEX_NOT_ALLOWED",
    message: "index `corp` is not asked: https://pypi.corp.example/simple/foo/ does not lead to a public address",
    hint: "whoever runs this service can allow it with `THOTH_INDEX_ALLOW`",
  });
  assert.equal(resolve.count, 1);
});

test("behind a proxy the proxy is asked, and only for what may be asked", async () => {
  const proxy = new Listener();
  const address = `http://127.0.0.1:${await proxy.listen("127.0.0.1")}`;
  const egress = new EgressPolicy({ origins: ["http://pypi.corp.example"] });
  const wire = new HttpTransport({ proxies: { address }, egress });
  assert.equal((await ask(wire, "http://pypi.corp.example/simple/")).body?.toString(), "a page");
  await assert.rejects(ask(wire, "http://127.0.0.1/"), AddressRefused);
  await assert.rejects(ask(wire, "https://metadata.internal/"), AddressRefused);
  assert.equal(proxy.connections, 1);
});

const noRanges = [
  "",
  "10.0.0.0/33",
  "10.0.0.0/",
  "10.0.0.0/8/8",
  "10.0.0",
  "pypi.corp",
  "::1/129",
  "fe80::1%lo",
  "10.0.0.0/-1",
  "10.0.0.0/1e1",
];
for (const text of noRanges) test(`\`${text}\` is no range`, () => assert.equal(tryParseRange(text), undefined));
test("an address is a range of one", () => {
  assert.deepEqual(tryParseRange("10.1.2.3"), { network: "10.1.2.3", prefix: 32 });
  assert.deepEqual(tryParseRange("fd00::/8"), { network: "fd00::", prefix: 8 });
});
