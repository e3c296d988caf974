/**
 * The parts of the prescription format, version 1, that several kinds of unit share. A key that is not listed is either
 * unknown or not covered yet; both reject the file.
 */

import { Type } from "typebox";
import { closed } from "../base/index.ts";

const Text = Type.String({ minLength: 1, maxLength: 2_000 });

/** A package with bounds; a missing field matches anything. */
export const AnyPin = closed({ name: Type.Optional(Text), version: Type.Optional(Text) });

/** The same, of a named package. */
export const NamedPin = closed({ name: Text, version: Type.Optional(Text) });

/** What the reader is told. `link` is one address or more, separated by spaces, or a slug. */
const Message = { message: Text, link: Text };

const Justification = closed({
  ...Message,
  type: Type.Enum(["INFO", "WARNING"]),
  /** The package that the message is about; the match says so already. */
  package_name: Type.Optional(Text),
});

const StackInfo = closed({
  ...Message,
  type: Type.Enum(["INFO", "WARNING", "ERROR"]),
});

/** What any unit may say when it acts. */
export const Talk = {
  stack_info: Type.Optional(Type.Array(StackInfo, { minItems: 1 })),
  /** Said where nothing better is. */
  log: Type.Optional(closed({ message: Text, type: Text })),
};

export const Justifications = Type.Array(Justification, { minItems: 1 });

/** What every unit has. `should_include` and `match` are checked on their own, for the sake of better complaints. */
export const UnitFrame = {
  name: Type.String({ pattern: "^[A-Za-z0-9_.-]+$", maxLength: 200 }),
  type: Text,
  should_include: Type.Unknown(),
  /** Free form, ignored. */
  metadata: Type.Optional(Type.Unknown()),
};
