/**
 * The keys of `.thoth.yaml`, as one schema: the type, the check, and what editors are given. A description says what a
 * value has to be, and completes "`x` is `y`, which is not …" in an error.
 */

import { type Static, Type } from "typebox";

import { oneOf, oneOfWords, orNull } from "../base/index.ts";
import { EnvironmentSettingsSchema, RecommendationTypeSetting } from "../environments/index.ts";
import { policySchemas } from "./policy-schema.ts";

/** How requirements are written down. `pip-compile` is an old name of `pip-tools`. */
const requirementsFormats = ["pipenv", "pip", "pip-tools", "pip-compile"] as const;

/** Duties that a repository can switch on, by today's names and those of the older bot. */
const managerNames = [
  "advise",
  "config",
  "info",
  "label",
  "provenance",
  "requirements",
  "security",
  "source",
  "update",
  "version",
  "config-initializer",
  "label-bot",
  "pipfile-requirements",
  "thoth-advise",
  "thoth-provenance",
] as const;

/** Keys of older tools: accepted, of no effect. */
export const deprecatedKeys = ["host", "tls_verify", "virtualenv"] as const;

/** Ends a sentence about what an element of `projects` has to be. */
export const folderPattern = "a folder of the repository such as `services/api`, or a pattern with `*`, `?` and `**`";

const flag = { description: "`true` or `false`" };

const EnvironmentEntry = Type.Object(
  {
    ...EnvironmentSettingsSchema.properties,
    disable_index_adjustment: Type.Optional(Type.Boolean(flag)),
    allow_prereleases: orNull(
      Type.Record(Type.String(), Type.Boolean(flag)),
      "a mapping from package names to `true` or `false`",
    ),
  },
  { additionalProperties: false, description: "a mapping with at least a `name`" },
);

const EnvironmentNames = orNull(
  Type.Array(Type.String({ description: "the name of an environment" })),
  "a list of environment names",
);

const ManagerEntry = Type.Object(
  {
    name: oneOf(managerNames),
    enabled: Type.Optional(Type.Boolean(flag)),
    env_allow_list: EnvironmentNames,
    env_disallow_list: EnvironmentNames,
    configuration: orNull(Type.Record(Type.String(), Type.Unknown()), "a mapping"),
  },
  { additionalProperties: false, description: "a mapping with at least a `name`" },
);

const MetadataEntry = Type.Object(
  {
    name: Type.String({ description: "the name of a package" }),
    version: orNull(Type.String(), "a version such as `1.0`"),
    requires_dist: Type.Array(Type.String({ description: "a requirement such as `requests>=2.31`" }), {
      description: "a list of requirements",
    }),
    requires_python: orNull(Type.String(), "bounds of a version such as `>=3.8`"),
    provides_extra: orNull(
      Type.Array(Type.String({ description: "the name of an extra" })),
      "a list of names of extras",
    ),
  },
  { additionalProperties: false, description: "a mapping with at least `name` and `requires_dist`" },
);

/** As in uv, whose words they are. */
const indexStrategies = ["first-index", "unsafe-first-match", "unsafe-best-match"] as const;

const CredentialsEntry = Type.Object(
  {
    index: Type.String({ maxLength: 2_000, description: "an `https` address without user name, query and fragment" }),
    for: Type.String({
      pattern: "^[A-Za-z0-9_.-]{1,100}(/[A-Za-z0-9_.-]{1,100})?$",
      description: "an account, or a repository such as `acme/app`",
    }),
    sealed: Type.String({ maxLength: 10_000, description: "what `thoth seal` printed" }),
  },
  { additionalProperties: false, description: "what `thoth seal` prints: `index`, `for` and `sealed`" },
);

/** `FILE` of the repository, in the words of a sentence. */
export const ruleFile = "a YAML file of the repository such as `rules/ours.yaml`";

const SwitchedOffRule = Type.Object(
  {
    rule: Type.String({
      minLength: 1,
      maxLength: 300,
      description: "the full name of a rule such as `acme.NoOldFlask`",
    }),
    reason: Type.String({ minLength: 1, maxLength: 500, description: "a sentence" }),
    expires: Type.String({ description: "a day such as `2027-06-30`" }),
  },
  { additionalProperties: false, description: "a mapping with `rule`, `reason` and `expires`" },
);

const Prescriptions = Type.Object(
  {
    files: orNull(
      Type.Array(Type.String({ maxLength: 500, description: ruleFile }), { maxItems: 50 }),
      "a list of at most 50 YAML files of the repository",
    ),
    sources: orNull(
      Type.Record(Type.String(), Type.Boolean(flag)),
      "a mapping from names of sources to `true` or `false`",
    ),
    off: orNull(Type.Array(SwitchedOffRule, { maxItems: 200 }), "a list of at most 200 rules that are switched off"),
  },
  { additionalProperties: false, description: "a mapping with `files`, `sources` and `off`" },
);

/** The whole file. Published as `docs/schemas/thoth-yaml.json`. */
export const ThothYamlSchema = Type.Object(
  {
    host: orNull(Type.String({ deprecated: true }), "a string"),
    tls_verify: orNull(Type.Boolean({ deprecated: true }), flag.description),
    virtualenv: orNull(Type.Boolean({ deprecated: true }), flag.description),
    requirements_format: orNull(oneOf(requirementsFormats), oneOfWords(requirementsFormats)),
    projects: orNull(
      Type.Array(Type.String({ description: folderPattern, maxLength: 500 })),
      "a list of folders of the repository",
    ),
    overlays_dir: orNull(Type.String({ minLength: 1 }), "a folder of the repository such as `overlays`"),
    recommendation_type: RecommendationTypeSetting,
    runtime_environments: orNull(Type.Array(EnvironmentEntry), "a list of environments"),
    managers: orNull(Type.Array(ManagerEntry), "a list of managers"),
    dependency_metadata: orNull(Type.Array(MetadataEntry), "a list of what releases require"),
    index_strategy: orNull(oneOf(indexStrategies), oneOfWords(indexStrategies)),
    index_credentials: orNull(
      Type.Array(CredentialsEntry, { maxItems: 100 }),
      "a list of at most 100 sealed credentials",
    ),
    prescriptions: orNull(Prescriptions, "a mapping with `files`, `sources` and `off`"),
    ...policySchemas,
  },
  { additionalProperties: false, description: "a mapping", title: "Settings of Thoth", $id: "thoth-yaml/1" },
);

/** A file that fits the schema, as it stands. */
export type ThothYaml = Static<typeof ThothYamlSchema>;
export type EnvironmentEntry = Static<typeof EnvironmentEntry>;
export type ManagerEntry = Static<typeof ManagerEntry>;
export type CredentialsEntry = Static<typeof CredentialsEntry>;
export type MetadataEntry = Static<typeof MetadataEntry>;
