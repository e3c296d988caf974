/**
 * The start tags of an HTML document: as much of the HTML standard's tokenizer as a list of links needs. It accepts
 * whatever comes, looks at each character a bounded number of times, and never goes back.
 */

/** A start tag. Names are in lower case, values decoded; of an attribute given twice the first counts. */
export interface StartTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Elements whose content is text, whatever it looks like. */
const rawText: ReadonlySet<string> = new Set(["script", "style", "textarea", "title"]);

/** Every start tag of `html`, in order, with those of its attributes whose lower-case name `isRead` takes. */
export function* startTags(html: string, isRead: (name: string) => boolean): Generator<StartTag> {
  let at = 0;
  for (;;) {
    at = html.indexOf("<", at);
    if (at === -1) return;
    if (html.startsWith("<!--", at)) {
      at = after(html, "-->", at + 4);
    } else if (!isLetter(html.charCodeAt(at + 1))) {
      at++;
    } else {
      const scan = new TagScan(html, at + 1);
      const tag = scan.tag(isRead);
      yield tag;
      at = rawText.has(tag.name) ? endOfRawText(html, tag.name, scan.at) : scan.at;
    }
  }
}

/** Reads one tag, from its name to behind its `>`, or to the end of the document. */
class TagScan {
  at: number;
  readonly #html: string;

  constructor(html: string, at: number) {
    this.#html = html;
    this.at = at;
  }

  tag(isRead: (name: string) => boolean): StartTag {
    const name = this.#until(endsName).toLowerCase();
    const attributes = new Map<string, string>();
    for (;;) {
      this.#skip(isSpaceOrSlash);
      if (this.at >= this.#html.length) break;
      if (this.#html[this.at] === ">") {
        this.at++;
        break;
      }
      const key = this.#attributeName();
      const value = this.#attributeValue();
      if (isRead(key) && !attributes.has(key)) attributes.set(key, decodeReferences(value));
    }
    return { name, attributes };
  }

  /** At least one character, even `=`, so that every turn of the loop moves on. */
  #attributeName(): string {
    const start = this.at++;
    this.#skip((code) => !endsName(code) && code !== equals);
    return this.#html.slice(start, this.at).toLowerCase();
  }

  /** As written. */
  #attributeValue(): string {
    this.#skip(isSpace);
    if (this.#html.charCodeAt(this.at) !== equals) return "";
    this.at++;
    this.#skip(isSpace);
    const quote = this.#html[this.at];
    if (quote !== '"' && quote !== "'") return this.#until((code) => isSpace(code) || code === greater);
    const start = this.at + 1;
    const end = this.#html.indexOf(quote, start);
    const stop = end === -1 ? this.#html.length : end;
    this.at = stop + 1;
    return this.#html.slice(start, stop);
  }

  #until(stops: (code: number) => boolean): string {
    const start = this.at;
    this.#skip((code) => !stops(code));
    return this.#html.slice(start, this.at);
  }

  #skip(skips: (code: number) => boolean): void {
    while (this.at < this.#html.length && skips(this.#html.charCodeAt(this.at))) this.at++;
  }
}

const slash = 0x2f;
const equals = 0x3d;
const greater = 0x3e;

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** Tab, line feed, form feed, carriage return and space. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;
}

function isSpaceOrSlash(code: number): boolean {
  return isSpace(code) || code === slash;
}

function endsName(code: number): boolean {
  return isSpaceOrSlash(code) || code === greater;
}

/** The offset behind `mark`, or the end of the document. */
function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at + mark.length;
}

/** The offset of the end tag of `name`, in any case, or the end of the document. */
function endOfRawText(html: string, name: string, from: number): number {
  for (let at = html.indexOf("</", from); at !== -1; at = html.indexOf("</", at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  }
  return html.length;
}

/** The named references that occur in lists of links; the rest are left as they stand. */
const named: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", "\u00a0"],
]);

function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, body: string) =>
    body.startsWith("#") ? (decodeNumber(body.slice(1)) ?? whole) : (named.get(body) ?? whole),
  );
}

function decodeNumber(text: string): string | undefined {
  const code = /^[xX]/.test(text) ? Number.parseInt(text.slice(1), 16) : Number.parseInt(text, 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
