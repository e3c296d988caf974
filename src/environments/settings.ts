/**
 * What a user may say about a runtime environment, as it stands under `runtime_environments` of `.thoth.yaml`. One
 * schema is the type, the check and the documentation: a description says what a value has to be, and completes
 * "`x` is `y`, which is not …" in an error.
 */

import { type Static, Type } from "typebox";

import { oneOf, oneOfWords, orNull } from "../base/index.ts";
import { platforms } from "./platform.ts";
import { recommendationTypes } from "./recommendation-type.ts";

const text = (description: string) => orNull(Type.String({ minLength: 1 }), description);

/** Lower case, or upper case as older tools wrote it. */
export const RecommendationTypeSetting = orNull(
  oneOf([...recommendationTypes, ...recommendationTypes.map((type) => type.toUpperCase())], recommendationTypes),
  oneOfWords(recommendationTypes),
);

const OperatingSystemSetting = Type.Object(
  {
    name: Type.Union([Type.String({ minLength: 1 }), Type.Null()], { description: "a name such as `rhel`" }),
    version: Type.Union([Type.String({ minLength: 1 }), Type.Null()], { description: "a version such as `8`" }),
  },
  { additionalProperties: false },
);

const HardwareSetting = Type.Object(
  {
    cpu_family: orNull(Type.Integer({ minimum: 0 }), "a whole number as in `/proc/cpuinfo`"),
    cpu_model: orNull(Type.Integer({ minimum: 0 }), "a whole number as in `/proc/cpuinfo`"),
    gpu_model: text("the name of a graphics processor"),
  },
  { additionalProperties: false },
);

/** The settings of one environment. */
export const EnvironmentSettingsSchema = Type.Object(
  {
    name: Type.String({
      pattern: "^[a-zA-Z0-9_-]+$",
      maxLength: 100,
      description: "a name of at most 100 letters, digits, `_` and `-`",
    }),
    operating_system: orNull(OperatingSystemSetting, "a mapping with `name` and `version`"),
    python_version: orNull(Type.String({ pattern: "^3\\.[0-9]{1,2}$" }), "a minor version of Python 3 such as `3.12`"),
    recommendation_type: RecommendationTypeSetting,
    platform: orNull(oneOf(platforms), oneOfWords(platforms)),
    hardware: orNull(HardwareSetting, "a mapping with `cpu_family`, `cpu_model` and `gpu_model`"),
    cuda_version: text("a version such as `11.8`"),
    cudnn_version: text("a version such as `8.6`"),
    openblas_version: text("a version such as `0.3.21`"),
    openmpi_version: text("a version such as `4.1`"),
    mkl_version: text("a version such as `2023.1`"),
    base_image: text("a container image such as `quay.io/org/name:tag`"),
    labels: orNull(Type.Record(Type.String(), Type.String({ description: "a string" })), "a mapping of strings"),
  },
  { additionalProperties: false, description: "a mapping with at least a `name`" },
);

export type EnvironmentSettings = Static<typeof EnvironmentSettingsSchema>;
