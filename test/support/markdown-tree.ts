/**
 * Our Markdown as GitHub's grammar reads it: the tree, and what in it an attacker would like to find. The parser shares
 * no code with the encoder.
 */

import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

export type Tree = ReturnType<typeof parseMarkdown>;

/** A node of any kind, as far as the tests look into it. */
interface Node {
  readonly type: string;
  readonly value?: string | undefined;
  readonly url?: string | undefined;
  readonly checked?: boolean | null | undefined;
  readonly children?: readonly Node[] | undefined;
}

const grammar = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

export function parseMarkdown(markdown: string) {
  return fromMarkdown(markdown, grammar);
}

/** Every node, parents first. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

/** Types and nesting without texts: two pages of one skeleton differ in words only. */
export function skeleton(node: Node): string {
  const children = (node.children ?? []).map(skeleton);
  const merged = children.filter((child, i) => child !== "text" || children[i - 1] !== "text");
  const kind = node.type === "html" ? `html(${node.value})` : node.type;
  return merged.length === 0 ? kind : `${kind}[${merged.join(" ")}]`;
}

/** Texts and code of a node, joined, without the zero-width spaces of the encoder. */
export function wordsOf(node: Node): string {
  return [...nodesOf(node)]
    .map(({ type, value }) => (type === "html" ? "" : (value ?? "")))
    .join("")
    .replaceAll("\u200b", "");
}

/** What GitHub would act on in rendered words, or in a reply by e-mail where code is plain text too. */
const triggers: readonly (readonly [string, RegExp])[] = [
  ["mention", /@[\w/[-]/],
  ["issue", /#\d/],
  ["issue", /GH-\d/i],
  ["address of GitHub", /github\.com/i],
];
const commit = /\b[0-9a-f]{7,40}\b/i;
const commitInCode = /\b(?!\d+\b)[0-9a-f]{7,40}\b/i;
const unseen = /(?![\u200b\n])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

const allowedTypes = new Set(
  "root heading paragraph text inlineCode code strong link list listItem table tableRow tableCell html".split(" "),
);
const detailsTag = /^(<details>\n<summary>[\w .-]*<\/summary>|<\/details>)$/;
const linkTarget = /^https:\/\/[\w.-]+(\/|$)/;

/** Everything in the page that no data may bring in; empty for a clean page. */
export function findings(markdown: string, tree: Tree = parseMarkdown(markdown)): string[] {
  const found = [...nodesOf(tree)].flatMap((node) => findingsOf(node));
  const commands = markdown.split("\n").filter((line) => /^\s*[/@]/.test(line));
  return [...found, ...commands.map((line) => `line of a command: ${line}`)];
}

function findingsOf(node: Node): string[] {
  if (!allowedTypes.has(node.type)) return [`node ${node.type}: ${JSON.stringify(node).slice(0, 200)}`];
  if (node.type === "html") return detailsTag.test(node.value ?? "") ? [] : [`html: ${node.value}`];
  if (node.type === "link") return linkTarget.test(node.url ?? "") ? [] : [`link: ${node.url}`];
  if (typeof node.checked === "boolean") return ["task box"];
  const words = node.value ?? "";
  const commits = node.type === "text" ? commit : commitInCode;
  return [...triggers, ["commit", commits] as const, ["unseen character", unseen] as const]
    .filter(([, pattern]) => pattern.test(words))
    .map(([name]) => `${name}: ${words.slice(0, 200)}`);
}
