/**
 * Arbitrary values of the Python standards for properties: mostly small and near each other, so that they often meet.
 */

import fc from "fast-check";

import { Version } from "../../src/python/index.ts";

// The bounds of a sort key's fields, and one past them, are where the two ways of comparing could part.
const number = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }).map(String) },
  fc.constantFrom(
    "00",
    "10",
    "126",
    "127",
    "255",
    "256",
    "8191",
    "8192",
    "65535",
    "65536",
    "2097151",
    "2097152",
    "2147483646",
    "2147483647",
  ),
  fc.constantFrom("9007199254740991", "9007199254740992", "9007199254740993", "18446744073709551616"),
);

const optional = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant("") }, text);

/** The spelling of a version. */
export const anyVersionText: fc.Arbitrary<string> = fc
  .tuple(
    optional(number.map((epoch) => `${epoch}!`)),
    fc.array(number, { minLength: 1, maxLength: 5 }).map((release) => release.join(".")),
    optional(fc.tuple(fc.constantFrom("a", "b", "rc", ".alpha.", "-C"), number).map((parts) => parts.join(""))),
    optional(fc.tuple(fc.constantFrom(".post", "-", "r"), number).map((parts) => parts.join(""))),
    optional(fc.tuple(fc.constantFrom(".dev", "dev", "_DEV-"), number).map((parts) => parts.join(""))),
    optional(
      fc
        .array(fc.constantFrom("1", "10", "abc", "cu118"), { minLength: 1, maxLength: 3 })
        .map((local) => `+${local.join(".")}`),
    ),
  )
  .map((parts) => parts.join(""));

export const anyVersion: fc.Arbitrary<Version> = anyVersionText.map((text) => Version.parse(text));

/** A clause such as `>=1.0`; every operator occurs. */
export const anyClauseText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("==", "!=", "<=", ">=", "<", ">", "~=", "===", "==*", "!=*"), anyVersion)
  .map(([operator, version]) => {
    if (operator.endsWith("*")) return `${operator.slice(0, 2)}${version.base}.*`;
    if (operator === "~=") return `~=${version.base}.0`;
    return operator + (operator === "==" || operator === "!=" || operator === "===" ? version.text : version.public);
  });

export const anySpecifierText: fc.Arbitrary<string> = fc
  .array(anyClauseText, { maxLength: 3 })
  .map((clauses) => clauses.join(","));

const comparison = fc.constantFrom(
  `python_version < "3.8"`,
  `python_full_version >= '3.8.1'`,
  `sys_platform == "linux"`,
  `"win" in sys_platform`,
  `extra == "Some_Extra"`,
  `platform_machine not in "x86_64 amd64"`,
  `os_name != 'a"b'`,
);

const { expression } = fc.letrec<{ expression: string; term: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3 },
    comparison,
    tie("expression").map((inner) => `(${inner})`),
  ),
  expression: fc
    .tuple(tie("term"), fc.array(fc.tuple(fc.constantFrom(" and ", " or "), tie("term")), { maxLength: 2 }))
    .map(([first, rest]) => first + rest.flat().join("")),
}));

/** A marker, with parentheses. */
export const anyMarkerText: fc.Arbitrary<string> = expression;
