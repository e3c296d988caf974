/**
 * Our own Markdown for a terminal: headings, paragraphs, lists, tables, code spans, links and details, as pull requests and
 * comments hold them. Everything reads without colour; escapes of the encoder are undone by parsing, and its zero-width
 * spaces go. Details are shown open, since a terminal cannot unfold them.
 */

import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { type Cell, formatTable } from "./terminal-table.ts";
import { type Piece, type Style, formatLine, lineWidth, splitWords, wrap } from "./terminal-words.ts";

export interface TerminalOptions {
  /** Columns; tables and paragraphs are wrapped to it. */
  readonly width: number;
  /** Whether escape sequences may be used. */
  readonly colours: boolean;
}

type AnyBlock = ReturnType<typeof fromMarkdown>["children"][number];
type AnyInline = Extract<AnyBlock, { type: "paragraph" }>["children"][number];
/** What our pages hold; `html` is the tags of a details, or a comment, which nobody sees. */
type Block = Extract<AnyBlock, { type: "heading" | "paragraph" | "list" | "table" | "html" }>;
type Inline = Extract<AnyInline, { type: "text" | "inlineCode" | "strong" | "link" }>;
type ListItem = Extract<Block, { type: "list" }>["children"][number];
type TableRow = Extract<Block, { type: "table" }>["children"][number];

const blockTypes: ReadonlySet<string> = new Set<Block["type"]>(["heading", "paragraph", "list", "table", "html"]);
const inlineTypes: ReadonlySet<string> = new Set<Inline["type"]>(["text", "inlineCode", "strong", "link"]);

/** `markdown` as text: blocks with an empty line between them, a line feed at the end. */
export function renderTerminal(markdown: string, options: TerminalOptions): string {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return `${formatBlocks(blocksOf(root.children), options).join("\n")}\n`;
}

/** Inline Markdown of ours as plain words on one line. */
export function renderPlain(markdown: string): string {
  return renderTerminal(markdown, { width: Infinity, colours: false }).trimEnd();
}

/** Blocks one below the other. What stands between the tags of a details is indented under its summary. */
function formatBlocks(blocks: readonly Block[], options: TerminalOptions): string[] {
  const shown: string[][] = [];
  let indent = 0;
  for (const block of blocks) {
    if (block.type !== "html") shown.push(indented(formatBlock(block, narrower(options, indent)), indent));
    else if (block.value === "</details>") indent = 0;
    else if (!block.value.startsWith("<!--")) {
      shown.push(formatBlock(block, options));
      indent = 2;
    }
  }
  return shown.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function narrower(options: TerminalOptions, indent: number): TerminalOptions {
  return { ...options, width: Math.max(1, options.width - indent) };
}

function indented(lines: readonly string[], indent: number): string[] {
  return lines.map((line) => `${" ".repeat(indent)}${line}`.trimEnd());
}

/** The same blocks. @throws {Error} where one is of a type that our pages do not hold. */
function blocksOf(nodes: readonly AnyBlock[]): readonly Block[] {
  const stranger = nodes.find(({ type }) => !blockTypes.has(type));
  if (stranger !== undefined) throw new Error(`our Markdown holds no block of the type ${stranger.type}`);
  return nodes as readonly Block[];
}

/** The same nodes. @throws {Error} where one is of a type that our pages do not hold. */
function inlinesOf(nodes: readonly AnyInline[]): readonly Inline[] {
  const stranger = nodes.find(({ type }) => !inlineTypes.has(type));
  if (stranger !== undefined) throw new Error(`our Markdown holds no inline node of the type ${stranger.type}`);
  return nodes as readonly Inline[];
}

/** The lines of one block; of the opening tags of a details its summary. */
function formatBlock(block: Block, options: TerminalOptions): string[] {
  switch (block.type) {
    case "heading": {
      const words = splitWords(pieces(block.children, "strong"));
      return [formatLine(words, options.colours), "-".repeat(lineWidth(words))];
    }
    case "paragraph":
      return formatParagraph(block.children, options);
    case "list":
      return block.children.flatMap((item) => formatItem(item, options));
    case "table":
      return formatTable(block.children.map(cells), options.width, options.colours);
    case "html":
      return [`${/<summary>(.*)<\/summary>/.exec(block.value)?.[1] ?? block.value}:`];
  }
}

function formatParagraph(children: readonly AnyInline[], { width, colours }: TerminalOptions): string[] {
  return wrap(splitWords(pieces(children, "plain")), width).map((line) => formatLine(line, colours));
}

/** The first line after a dash, all others under it; paragraphs and nested lists of one item follow without a gap. */
function formatItem(item: ListItem, options: TerminalOptions): string[] {
  const lines = blocksOf(item.children).flatMap((block) => formatBlock(block, narrower(options, 2)));
  return lines.map((line, i) => `${i === 0 ? "- " : "  "}${line}`);
}

/** A column is narrow: a link there shows its words only, and code stands without backticks. */
function cells(row: TableRow, at: number): Cell[] {
  const style = at === 0 ? "strong" : "plain";
  return row.children.map((cell) => splitWords(pieces(cell.children, style, "cell")));
}

/** The text of inline nodes by style. @param place in running text code keeps its backticks and a link shows its address. */
function pieces(children: readonly AnyInline[], style: Style, place: "text" | "cell" = "text"): Piece[] {
  return inlinesOf(children).flatMap((inline): Piece[] => {
    switch (inline.type) {
      case "text":
        return [{ text: withoutBreakers(inline.value), style }];
      case "inlineCode": {
        const value = withoutBreakers(inline.value);
        return [{ text: place === "text" ? `\`${value}\`` : value, style: "code" }];
      }
      case "strong":
        return pieces(inline.children, "strong", place);
      case "link": {
        const words = pieces(inline.children, "link", place);
        return place === "text" ? [...words, { text: ` <${inline.url}>`, style: "plain" }] : words;
      }
    }
  });
}

/** The encoder's zero-width spaces are for those who look for mentions, not for those who copy a version. */
function withoutBreakers(text: string): string {
  return text.replaceAll("\u200b", "");
}
