/**
 * What GitHub's own description says of its answers, as types: a view may leave fields out, but whatever it shows has the
 * right name and type.
 */

import type { ProbotOctokit } from "probot";

type Rest = ProbotOctokit["rest"];

/** Any part of `T`. */
export type Like<T> = T extends readonly (infer Element)[]
  ? readonly Like<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Like<T[Key]> }
    : T;

/** Part of the answer of a method of Octokit. */
export type Answer<Topic extends keyof Rest, Method extends keyof Rest[Topic]> = Rest[Topic][Method] extends (
  ...parameters: never[]
) => Promise<{ data: infer Data }>
  ? Like<Data>
  : never;
