/**
 * Bytes of a Python file as text. PEP 263: a comment in one of the first two lines may name an encoding; without one it
 * is UTF-8. A byte order mark goes; it says UTF-8, and one of UTF-16, which Python itself would refuse, is believed.
 */

/** Why a file stays unread. A clause such as "not UTF-8". */
export class LeftUnread extends Error {}

const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const emptyLine = /^[ \t\f]*(?:#.*)?$/;

/** Where Python's name and the platform's differ. */
const labels: Readonly<Record<string, string>> = {
  latin: "iso-8859-1",
  "latin-1": "iso-8859-1",
  "iso-latin-1": "iso-8859-1",
  "utf-8-sig": "utf-8",
  "euc-jis-2004": "euc-jp",
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  ms932: "shift_jis",
};

/** @throws {LeftUnread} */
export function decodePython(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return decode(bytes.subarray(3), "utf-8");
  if (first === 0xff && second === 0xfe) return decode(bytes.subarray(2), "utf-16le");
  if (first === 0xfe && second === 0xff) return decode(bytes.subarray(2), "utf-16be");
  return decode(bytes, declared(bytes) ?? "utf-8");
}

function declared(bytes: Uint8Array): string | undefined {
  const [first = "", second = ""] = Buffer.from(bytes.subarray(0, 1_024))
    .toString("latin1")
    .split(/\r\n|\r|\n/, 2);
  return declaration.exec(first)?.[1] ?? (emptyLine.test(first) ? declaration.exec(second)?.[1] : undefined);
}

function decode(bytes: Uint8Array, encoding: string): string {
  const name = encoding.toLowerCase().replaceAll("_", "-");
  const label = labels[name] ?? name.replace(/^cp(?=125\d$)/, "windows-").replace(/^(?:latin-?|l)(?=\d+$)/, "latin");
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    throw new LeftUnread("in an encoding that is not known");
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new LeftUnread(`not ${label.toUpperCase()}`);
  }
}
