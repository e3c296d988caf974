/**
 * The one encoder: the only way for text from outside (rules, metadata, advisories, users' files, indexes) into Markdown
 * that GitHub shows. Such text appears in three forms: `code`, `text` and `link`. Each is safe wherever inline Markdown
 * may stand: in a paragraph, list item, table cell or heading, and between the tags of a `<details>`.
 *
 * GitHub's surprises: mentions and references are looked for in the *rendered* text, where an escaped `\@` is an `@`
 * again, and a reply by e-mail is read as plain text, code spans included. So what could notify someone, refer to an
 * issue or name a commit is broken by a zero-width space in every form. A `|` ends a table cell even inside a code span.
 * Inside an HTML block Markdown escapes mean nothing, so a `<summary>` takes `Plain` words only (`plain.ts`).
 */

import { redact } from "./redact.ts";

declare const brand: unique symbol;

/** Markdown that holds literals of ours and encoded text, nothing else. Made by the functions of this file. */
export type Markdown = string & { readonly [brand]: "Markdown" };

/** Longest value in a code span, longest piece of prose and longest address, in UTF-16 units; words past it end in `…`. */
const longestCode = 200;
const longestText = 600;
const longestAddress = 500;

/** Breaks what would be recognised. Every zero-width space in our output is ours: those of the input are made visible. */
const breaker = "\u200b";

/**
 * Joins Markdown: the literal parts are ours and stand as written, a hole takes encoded text or a number. A string from
 * elsewhere does not compile. (The short tag `md` is taken: formatters reflow what it holds.)
 */
export function marked(literals: TemplateStringsArray, ...holes: readonly (Markdown | number)[]): Markdown {
  return literals.reduce((joined, literal, i) => `${joined}${holes[i - 1]}${literal}`) as Markdown;
}

/** `parts` with `separator` between them; empty parts are left out. */
export function join(
  parts: readonly Markdown[],
  separator: "" | " " | ", " | "; " | ", or " | " → " | " | " | "\n" | "\n\n",
): Markdown {
  return parts.filter((part) => part !== "").join(separator) as Markdown;
}

/**
 * A value as a code span, on one line. Characters that cannot be seen, and `|`, stand as `\u{…}`; a mention, a reference
 * or a commit id is broken by a zero-width space. Digits alone are left whole, since versions that people copy hold
 * dates. Empty text gives empty Markdown.
 */
export function code(value: string): Markdown {
  return codeSpan(oneLine(value, longestCode));
}

/** Words from outside as plain words, on one line: nothing in them is markup, an address or a reference. */
export function text(words: string): Markdown {
  return escapeWords(oneLine(words, longestText));
}

/**
 * Words in which names and values stand in backticks, as our own errors and rules write them: those pieces as code and
 * the rest as text. A composition of the two forms, and exactly as safe.
 */
export function prose(words: string): Markdown {
  const pieces = oneLine(words, longestText).split("`");
  const closed = pieces.length % 2 === 1 ? pieces.length : pieces.length - 1;
  const encoded = pieces.map((piece, i) => {
    if (i % 2 === 0) return escapeWords(piece);
    return i < closed && piece.trim() !== ""
      ? codeSpan(piece)
      : escapeWords(i < closed ? `\`${piece}\`` : `\`${piece}`);
  });
  return encoded.join("") as Markdown;
}

/** Hosts that a link may lead to. The address of another host is shown as code: everyone sees it before going there. */
const linkHosts: ReadonlySet<string> = new Set([
  "developer.nvidia.com",
  "docs.nvidia.com",
  "docs.python.org",
  "github.com",
  "numpy.org",
  "nvd.nist.gov",
  "osv.dev",
  "packaging.python.org",
  "peps.python.org",
  "pypi.org",
  "pytorch.org",
  "www.cve.org",
  "www.tensorflow.org",
]);

/**
 * A link with `label` as its words. The address has to be https, without user information or port, and of a host on the
 * list; that of another host follows the label as code, and what is no such address is left out. An issue, pull request,
 * discussion or commit on GitHub is linked through GitHub's redirecting host, or the link would leave a mark over there.
 */
export function link(label: string, address: string): Markdown {
  const words = text(label);
  const url = tryParseAddress(address);
  if (url === undefined || words === "") return words;
  if (!linkHosts.has(url.host)) return marked`${words} (${code(url.href)})`;
  if (url.host === "github.com" && leavesMark(url)) url.host = "redirect.github.com";
  return marked`[${words}](${encodeAddress(url)})`;
}

/** An address as a link whose words are its host, or as code where no link may lead there; empty if it is none at all. */
export function source(address: string): Markdown {
  const url = tryParseAddress(address);
  if (url === undefined) return marked``;
  return linkHosts.has(url.host) ? link(url.host.replace(/^www\./, ""), address) : code(url.href);
}

function tryParseAddress(address: string): URL | undefined {
  if (address.length > longestAddress || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const usual = url.protocol === "https:" && url.username === "" && url.password === "" && url.port === "";
  return usual ? url : undefined;
}

function leavesMark(url: URL): boolean {
  return /^\/[^/]+\/[^/]+\/(?:issues|pull|discussions|commit)\b/i.test(url.pathname);
}

/** Percent-encodes what could end a link's destination, a cell or a code span (an `href` is ASCII); `&` starts no entity. */
function encodeAddress(url: URL): Markdown {
  return redact(url.href)
    .replace(/[^\w\-.~:/?#!&'*+,;=%]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("&", "&amp;") as Markdown;
}

/** Characters that show nothing or turn the order of their neighbours: controls, formats, fillers, private use, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** For a terminal and a log: without credentials, with nothing that could move the cursor or hide. Keeps line feeds. */
export function terminalLine(words: string): string {
  return redact(words).split("\n").map(visible).join("\n");
}

/**
 * A value as JSON that can be shown and stored: without credentials, and with every character that could move a cursor or
 * hide as `\uXXXX`. A string under the key `lock` is the text of a file that someone may write, and keeps its addresses.
 */
export function formatSafeJson(value: unknown, indent?: number): string {
  const withoutCredentials = (key: string, part: unknown) =>
    typeof part === "string" && key !== "lock" ? redact(part) : part;
  // Line feeds inside strings are escaped by now; those that are left are layout.
  return JSON.stringify(value, withoutCredentials, indent).replace(unseen, (character) =>
    character === "\n" ? character : escapeUnits(character),
  );
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

function visible(words: string): string {
  return words.replace(unseen, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Without credentials, white space of any kind folded to one space, trimmed, everything visible, at most `limit` units. */
function oneLine(words: string, limit: number): string {
  const folded = redact(words).replace(/[\t-\r\u0085\p{Z}]+/gu, " ");
  return shorten(visible(folded).trim(), limit);
}

function shorten(words: string, limit: number): string {
  if (words.length <= limit) return words;
  return `${words.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Puts breakers into mentions, references and commit ids; in the form `text` also into addresses and emoji codes. */
function disarm(words: string, form: "code" | "text"): string {
  const broken = words
    .replace(/[@#](?=\S)|GH-(?=\d)|github(?=\.com)/gi, `$&${breaker}`)
    .replace(/\b[0-9a-f]{7,40}\b/gi, (run) =>
      form === "code" && /^\d+$/.test(run) ? run : run.replace(/.{6}(?=.)/g, `$&${breaker}`),
    );
  return form === "code" ? broken : broken.replace(/:(?=\/|[\w+-]{1,40}:)|www(?=\.)/gi, `$&${breaker}`);
}

function codeSpan(line: string): Markdown {
  const value = disarm(line.replaceAll("|", "\\u{7c}"), "code");
  if (value === "") return marked``;
  const fence = "`".repeat(longestRun(value) + 1);
  const spaced = /^[` ]|[` ]$/.test(value) ? ` ${value} ` : value;
  return `${fence}${spaced}${fence}` as Markdown;
}

/** Length of the longest run of backticks. */
function longestRun(words: string): number {
  return Math.max(0, ...(words.match(/`+/g) ?? []).map((run) => run.length));
}

/** By character, where an entity is safer than a backslash: also outside Markdown, in a cell, or beside GitHub's formulas. */
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  $: "&#36;",
  [breaker]: "&#8203;",
};

/**
 * All ASCII punctuation but `"%',:;?`, which means nothing by itself, and but `-`, `.` and `/` inside words, which mean
 * something only at an edge. Keeps blanks at the ends.
 */
const meaningful = /[!#$&()*+<=>@[-`{-~\u200b]|(?<![a-z0-9])[-./]|[-./](?![a-z0-9])/gi;

/** Escapes what could mean something, so that also the raw Markdown, as in an e-mail, can be read. */
function escapeWords(line: string): Markdown {
  return disarm(line, "text").replace(meaningful, (character) => entities[character] ?? `\\${character}`) as Markdown;
}
