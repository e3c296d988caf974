/** The keys of `.thoth.yaml` that say which releases may be chosen and which advisories count, as schemas. */

import { Type } from "typebox";
import { oneOf, oneOfWords, orNull } from "../base/index.ts";

/** Ends a sentence about a day. */
export const dayWanted = "a day such as `2027-06-30`";

/** Ends a sentence about bounds. */
export const boundsWanted = "bounds of a version such as `<2`";

const longestCooldown = 365;
const days = `a whole number of days from 0 to ${longestCooldown}`;
const range = { minimum: 0, maximum: longestCooldown };
const Days = Type.Integer({ ...range, description: days });
const reason = Type.String({ minLength: 1, maxLength: 500, description: "a sentence" });
const packageText = Type.String({ minLength: 1, maxLength: 200, description: "the name of a package" });
const day = Type.String({ description: dayWanted });

const Cooldown = Type.Object(
  {
    days: orNull(Days, days),
    packages: orNull(Type.Record(Type.String(), Days), "a mapping from package names to days"),
  },
  { additionalProperties: false },
);

const Hold = Type.Object(
  {
    package: packageText,
    versions: orNull(Type.String({ maxLength: 200 }), boundsWanted),
    until: orNull(day, dayWanted),
    reason,
  },
  { additionalProperties: false, description: "a mapping with at least `package` and `reason`" },
);

const Scope = Type.Object(
  {
    package: orNull(packageText, "the name of a package"),
    environment: orNull(Type.String({ maxLength: 100 }), "the name of an environment"),
    project: orNull(Type.String({ maxLength: 500 }), "the folder of a project such as `services/api`"),
  },
  { additionalProperties: false },
);

const Ignored = Type.Object(
  {
    id: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9.:_-]{2,99}$", description: "an id such as `CVE-2024-1234`" }),
    reason,
    until: day,
    scope: orNull(Scope, "a mapping with `package`, `environment` and `project`"),
  },
  { additionalProperties: false, description: "a mapping with `id`, `reason` and `until`" },
);

const unfixable = ["report", "fail"] as const;

const Security = Type.Object(
  { unfixable: orNull(oneOf(unfixable), oneOfWords(unfixable)) },
  { additionalProperties: false },
);

/** By key of the file. */
export const policySchemas = {
  cooldown: orNull(Type.Union([Type.Integer(range), Cooldown]), `${days}, or a mapping with \`days\` and \`packages\``),
  hold: orNull(Type.Array(Hold, { maxItems: 200 }), "a list of at most 200 packages that are held"),
  ignore: orNull(Type.Array(Ignored, { maxItems: 500 }), "a list of at most 500 advisories that are accepted"),
  security: orNull(Security, "a mapping with `unfixable`"),
};
