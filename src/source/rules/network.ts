/** Rules on what goes over a network. */

import type { Call } from "../syntax/facts.ts";
import { possible, type Value } from "../syntax/value.ts";
import { asInfo, at, doesImport, encloses, isNamed, mayBe, startOf, valueOf } from "./ask.ts";
import { below, calls, imports, library, methods, references, type Rule, type Verdict } from "./rule.ts";

const verbs = "get options head post put patch delete request";
const requests = [
  ...below("requests", verbs),
  ...below("requests.api", verbs),
  ...["requests.Session()", "requests.session()", "requests.sessions.Session()"].flatMap((one) =>
    below(one, `${verbs} send`),
  ),
];
const httpx = [
  ...below("httpx", `${verbs} stream Client AsyncClient`),
  ...["httpx.Client()", "httpx.AsyncClient()"].flatMap((one) => below(one, `${verbs} stream`)),
];
const aiohttp = [
  ...below("aiohttp", "TCPConnector request"),
  ...below("aiohttp.ClientSession()", `${verbs} ws_connect`),
];

const oldProtocols = [
  ...below("ssl", "PROTOCOL_SSLv2 PROTOCOL_SSLv3 PROTOCOL_TLSv1 PROTOCOL_TLSv1_1"),
  ...below("ssl.TLSVersion", "SSLv3 TLSv1 TLSv1_1"),
  ...["OpenSSL.SSL", "pyOpenSSL.SSL"].flatMap((module) =>
    below(module, "SSLv2_METHOD SSLv3_METHOD TLSv1_METHOD TLSv1_1_METHOD"),
  ),
];

const openers = ["urllib.request", "six.moves.urllib.request"].flatMap((module) =>
  below(module, "urlopen urlretrieve URLopener FancyURLopener"),
);

const snmp = [
  "pysnmp.hlapi",
  "pysnmp.hlapi.asyncio",
  "pysnmp.hlapi.v3arch",
  "pysnmp.hlapi.v3arch.asyncio",
  "pysnmp.hlapi.v1arch.asyncio",
];

export const networkRules: readonly Rule[] = [
  {
    id: "PY080",
    level: "error",
    cwe: 295,
    bandit: ["B501"],
    finds:
      "`verify=False` of `requests` and `httpx`, `ssl=False` of `aiohttp`; of a session that is handed in: warning",
    message: "nobody knows who answers here; leave verification on, and name your own authority with `verify='ca.pem'`",
    link: "https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification",
    looks: [
      calls([...requests, ...httpx], (call) => isOff(call, "verify")),
      calls(aiohttp, (call) => isOff(call, "ssl") || isOff(call, "verify_ssl")),
      calls(
        below("urllib3", "PoolManager HTTPSConnectionPool ProxyManager"),
        (call) => mayBeText(valueOf(call, "cert_reqs"), "CERT_NONE") && { at: at(call, "cert_reqs") },
      ),
      methods(verbs.split(" "), (call, file) => {
        if (call.callees.length > 0 || !doesImport(file, "requests", "httpx")) return false;
        const found = isOff(call, "verify");
        return found === false ? false : { level: "warning", at: at(call, "verify") };
      }),
      {
        on: "assignments",
        when: ({ name, names, value }, file) =>
          name === "verify" &&
          mayBe(value, false) &&
          (names.some((one) => /^(?:requests|httpx)\b/.test(one)) ||
            (names.length === 0 && doesImport(file, "requests"))) && { level: "error" },
      },
    ],
  },
  {
    id: "PY081",
    level: "error",
    cwe: 295,
    bandit: ["B323"],
    finds: "`ssl._create_unverified_context`, `ssl.CERT_NONE` and `check_hostname = False`",
    message: "nobody knows who answers here; take `ssl.create_default_context()` as it is",
    link: library("ssl", "ssl-security"),
    looks: [
      calls(["ssl._create_unverified_context"]),
      references(["ssl._create_unverified_context"]),
      references(
        ["ssl.CERT_NONE", "ssl.VerifyMode.CERT_NONE"],
        ({ place }, file) => !file.comparisons.some((comparison) => encloses(comparison.place, place)),
      ),
      {
        on: "assignments",
        when: ({ name, value, target }) => name === "check_hostname" && target !== name && mayBe(value, false),
      },
    ],
  },
  {
    id: "PY082",
    level: "error",
    cwe: 327,
    bandit: ["B502", "B503", "B504"],
    finds: "SSL 2, SSL 3, TLS 1.0 and TLS 1.1, and `ssl.wrap_socket`; `SSLv23_METHOD`: info",
    message:
      "this protocol is broken, and `ssl.wrap_socket` is gone since Python 3.12; take `ssl.create_default_context()`",
    link: library("ssl", "ssl-security"),
    looks: [
      references(oldProtocols),
      references(["OpenSSL.SSL.SSLv23_METHOD", "pyOpenSSL.SSL.SSLv23_METHOD"], asInfo),
      calls(["ssl.wrap_socket"]),
    ],
  },
  {
    id: "PY083",
    level: "warning",
    cwe: 295,
    bandit: ["B507"],
    finds: "`AutoAddPolicy` and `WarningPolicy` of `paramiko`",
    message: "any machine may answer as this host; load its key with `load_system_host_keys()` and keep `RejectPolicy`",
    link: "https://docs.paramiko.org/en/stable/api/client.html",
    looks: [calls(policies()), references(policies())],
  },
  {
    id: "PY084",
    level: "warning",
    cwe: 319,
    bandit: ["B508", "B509"],
    finds: "SNMP 1 and 2 (`CommunityData`), and SNMP 3 without a key for authentication and one for privacy",
    message: "everybody on the way reads this; take SNMP 3 with `UsmUserData(user, auth_key, priv_key)`",
    link: "https://docs.lextudio.com/pysnmp/",
    looks: [
      calls(snmp.map((module) => `${module}.CommunityData`)),
      calls(
        snmp.map((module) => `${module}.UsmUserData`),
        (call) => valueOf(call, "authKey", 1) === undefined || valueOf(call, "privKey", 2) === undefined,
      ),
    ],
  },
  {
    id: "PY085",
    level: "warning",
    cwe: 319,
    bandit: ["B312", "B321", "B401", "B402"],
    finds: "`telnetlib.Telnet` and `ftplib.FTP`; importing the modules: info",
    message:
      "everybody on the way reads the password and the data; take SSH, SFTP or HTTPS (`telnetlib` is gone since Python 3.13)",
    link: library("ftplib"),
    looks: [calls(["telnetlib.Telnet", "ftplib.FTP"]), imports(["telnetlib", "ftplib"], asInfo)],
  },
  {
    id: "PY086",
    level: "info",
    cwe: 400,
    bandit: ["B113"],
    finds: "`requests` without `timeout=`, and `timeout=None` of `requests` and `httpx`",
    message: "this waits for ever when nobody answers; pass `timeout=` in seconds",
    link: "https://requests.readthedocs.io/en/latest/user/quickstart/#timeouts",
    looks: [
      calls(requests, (call) => valueOf(call, "timeout") === undefined || mayBe(valueOf(call, "timeout"), null)),
      calls(httpx, (call) => mayBe(valueOf(call, "timeout"), null)),
    ],
  },
  {
    id: "PY087",
    level: "warning",
    cwe: 918,
    bandit: ["B310"],
    finds:
      "`urlopen`, `urlretrieve` and the openers of `urllib.request` with an address that does not begin with a literal `http://` or `https://`; with one that does: info",
    message:
      "`file:` and addresses within your network are taken, too; check the scheme and the host of what others choose",
    link: library("urllib.request", "urllib.request.urlopen"),
    looks: [
      calls(openers, (call) => {
        const url = addressOf(valueOf(call, "url", 0));
        return url === undefined || possible(url).every((one) => /^https?:\/\/./i.test(startOf(one)))
          ? { level: "info" }
          : true;
      }),
    ],
  },
];

/** Of a `Request` the address it was made of. */
function addressOf(value: Value | undefined): Value | undefined {
  const isRequest =
    value?.kind === "call" && isNamed(value, ["urllib.request.Request()", "six.moves.urllib.request.Request()"]);
  return isRequest ? valueOf(value.call, "url", 0) : value;
}

function isOff(call: Call, keyword: string): Verdict {
  return mayBe(valueOf(call, keyword), false) && { at: at(call, keyword) };
}

function mayBeText(value: Value | undefined, text: string): boolean {
  if (value === undefined) return false;
  return possible(value).some((one) => startOf(one) === text) || isNamed(value, [`ssl.${text}`]);
}

function policies(): string[] {
  return ["paramiko", "paramiko.client"].flatMap((module) => below(module, "AutoAddPolicy WarningPolicy"));
}
