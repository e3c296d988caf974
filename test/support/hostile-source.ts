/** Files of Python that someone wrote to keep a reader busy: text by what it is. */

const many = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join("");

/** Each is below the limit of bytes unless its name says otherwise. */
export const hostileSources: Readonly<Record<string, string>> = {
  "100 KB of brackets": "[".repeat(100_000),
  "a list literal of 2 MB": `x = [${"1, ".repeat(690_000)}]`,
  "a list literal of 500 KB": `x = [${"1, ".repeat(170_000)}]`,
  "a line of 1 MB": `x = '${"a".repeat(1_000_000)}'`,
  "a line of 500 KB": `x = '${"a".repeat(500_000)}'`,
  "parentheses 50,000 deep": `x = ${"(".repeat(50_000)}1${")".repeat(50_000)}`,
  "calls 50,000 deep": `eval(${"f(".repeat(50_000)}${")".repeat(50_000)})`,
  "blocks 400 deep": many(400, (i) => `${" ".repeat(i)}if x:\n`) + `${" ".repeat(400)}pass\n`,
  "a sum of 60,000 texts": `x = ${"'a' + ".repeat(60_000)}b\neval(x)`,
  "an attribute 100,000 deep": `a${".b".repeat(100_000)}.execute(x)`,
  "40,000 calls in a row": `x = 'a'${".format(y)".repeat(40_000)}\nc.execute(x)`,
  "f-strings 20,000 deep": `x = ${"f'{".repeat(20_000)}1${"}'".repeat(20_000)}`,
  "a text that doubles 3,000 times": `x0 = 'a'\n${many(3_000, (i) => `x${i + 1} = x${i} + x${i}\n`)}eval(x3000)\n`,
  "40,000 branches": `if a: pass\n${"elif a: pass\n".repeat(40_000)}`,
  "100,000 comparisons": `x = a${" == a".repeat(100_000)}`,
  "15,000 secrets on a line": `x = {${"'password': 'abcdefgh1', ".repeat(15_000)}}`,
  "15,000 findings": `import random\n${"token = random.random()\n".repeat(15_000)}`,
  "bytes that are no text": "\0\u0001\u{10ffff}".repeat(1_000),
};
