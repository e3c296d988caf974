/**
 * The parts of the prescription format, version 1, that several kinds of unit share. A key that is not listed rejects
 * the unit. Texts of versions, names and links are only bounded here; what they mean is checked where they are compiled.
 */

import { Type } from "typebox";
import { closed } from "../base/index.ts";

const Text = Type.String({ minLength: 1, maxLength: 2_000 });

/** Of an image with many flaws there may be a hundred sentences, and as many addresses. */
const LongText = Type.String({ minLength: 1, maxLength: 50_000 });

/** A missing field matches anything, and so does a version without clauses. */
const PinFields = {
  version: Type.Optional(Type.String({ maxLength: 2_000 })),
  index_url: Type.Optional(Type.Union([Text, closed({ not: Text })])),
  develop: Type.Optional(Type.Boolean()),
};

/** A package with bounds. */
export const AnyPin = closed({ name: Type.Optional(Text), ...PinFields });

/** The same, of a named package. */
export const NamedPin = closed({ name: Text, ...PinFields });

/** A release to put into a stack. */
export const LockedPin = closed({
  name: Text,
  locked_version: Type.Optional(Text),
  index_url: Type.Optional(Text),
});

/** `match` of what looks at one package. */
export const PackageMatch = closed({ package_version: AnyPin });

/** `match` of what looks at one package by name. */
export const NameMatch = closed({ package_name: Text });

/** `match` of a step. */
export const SituationMatch = closed({
  package_version: AnyPin,
  state: Type.Optional(
    closed({
      resolved_dependencies: Type.Optional(Type.Array(NamedPin, { minItems: 1 })),
      package_version_from: Type.Optional(Type.Array(NamedPin, { minItems: 1 })),
      package_version_from_allow_other: Type.Optional(Type.Boolean()),
    }),
  ),
});

/** `match` of what looks at a finished stack. */
export const StackMatch = closed({
  state: closed({ resolved_dependencies: Type.Array(AnyPin, { minItems: 1 }) }),
});

/** What the reader is told. `link` is one address or slug or more, separated by white space. */
const Message = { message: LongText, link: LongText, type: Type.Enum(["INFO", "WARNING", "ERROR"]) };

const Justification = closed({
  ...Message,
  package_name: Type.Optional(Text),
  advisory: Type.Optional(Text),
  cve_id: Type.Optional(Text),
  cve_name: Type.Optional(Text),
  version_range: Type.Optional(Text),
});

/** What any unit may say when it acts. */
export const Talk = {
  stack_info: Type.Optional(Type.Array(closed(Message), { minItems: 1 })),
  /** Said where nothing better is. */
  log: Type.Optional(closed({ message: Text, type: Text })),
};

/** What is told of each stack that the unit speaks of. */
export const Told = { justification: Type.Optional(Type.Array(Justification, { minItems: 1 })) };

/** Two words for one thing, of which a unit may have one: no stack that matches is an answer. */
export const Refusal = { not_acceptable: Type.Optional(LongText), eager_stop_pipeline: Type.Optional(LongText) };

export const Score = { score: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })) };

/** Facts hold whatever is decided first, so that this changes nothing. */
export const AnyOrder = { multi_package_resolution: Type.Optional(Type.Boolean()) };

/** Full names stand in settings, names of files and sentences. */
export const namePattern = "^[A-Za-z0-9_.-]+$";

/** What every unit has. `should_include` and `match` are checked on their own, for the sake of better complaints. */
export const UnitFrame = {
  name: Type.String({ pattern: namePattern, maxLength: 200 }),
  type: Text,
  should_include: Type.Unknown(),
  /** Free form, ignored. */
  metadata: Type.Optional(Type.Unknown()),
};
