/** Text of any characters. */

import fc from "fast-check";

/**
 * Any code point that stands for itself, for the `unit` of a string. The unit "binary" of fast-check is the same, and
 * makes a table of a million entries first.
 */
export const codePoint: fc.Arbitrary<string> = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code));
