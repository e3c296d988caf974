/** What files besides the manifest say of Python. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { UserError } from "../../src/base/index.ts";
import { readPythonFiles } from "../../src/project/python-files.ts";

const { signal } = new AbortController();

async function read(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { statements } = await readPythonFiles("", async (path) => files[path], signal);
  return statements.map(({ where, text, minors, exact }) => `${where} ${text} -> ${exact ?? minors.join(",")}`);
}

const stages: readonly (readonly [dockerfile: string, says: string | undefined])[] = [
  ["FROM python:3.12", "Dockerfile:1:1 python:3.12 -> 12"],
  [
    "from  docker.io/library/python:3.12.1-slim-bookworm",
    "Dockerfile:1:1 docker.io/library/python:3.12.1-slim-bookworm -> 3.12.1",
  ],
  ["FROM --platform=linux/amd64 python:3.9-alpine@sha256:00 AS x", "Dockerfile:1:1 python:3.9-alpine@sha256:00 -> 9"],
  ["# syntax=docker/dockerfile:1\n  FROM \\\n  # why\n  python:3.11 \\\n  AS app", "Dockerfile:2:3 python:3.11 -> 11"],
  ["# escape=`\nFROM `\npython:3.11", "Dockerfile:2:1 python:3.11 -> 11"],
  [
    "FROM registry.access.redhat.com/ubi9/python-311:1-77",
    "Dockerfile:1:1 registry.access.redhat.com/ubi9/python-311:1-77 -> 11",
  ],
  [
    "FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim",
    "Dockerfile:1:1 ghcr.io/astral-sh/uv:python3.12-bookworm-slim -> 12",
  ],
  ["FROM python:3.9 AS build\nFROM python:3.12\nCOPY --from=build /a /a", "Dockerfile:2:1 python:3.12 -> 12"],
  ["FROM python:3.9 AS Base\nFROM base AS app\nFROM app", "Dockerfile:1:1 python:3.9 -> 9"],
  ["FROM python:3.9 AS python\nFROM python", "Dockerfile:1:1 python:3.9 -> 9"],
  ["FROM a AS a\nFROM b AS a\nFROM a", undefined],
  ["FROM python:3.9 AS build\nFROM nginx", undefined],
  ["ARG V=3.12\nFROM python:${V}", undefined],
  ["FROM python:$V", undefined],
  ["FROM python:3", undefined],
  ["FROM python", undefined],
  ["FROM python:latest", undefined],
  ["FROM python:2.7.18-slim", "Dockerfile:1:1 python:2.7.18-slim -> 2.7.18"],
  ["FROM python:2.6", undefined],
  ["FROM my-python:3.12", undefined],
  ["FROM debian:3.12", undefined],
  ["RUN echo FROM python:3.12", undefined],
  ["FROM", undefined],
  ["", undefined],
];
for (const [dockerfile, says] of stages)
  test(`${JSON.stringify(dockerfile)} says ${says ?? "nothing"}`, async () =>
    assert.deepEqual(await read({ Dockerfile: dockerfile }), says === undefined ? [] : [says]));

const versions: readonly (readonly [file: string, text: string, says: string | undefined])[] = [
  [".python-version", "3.12\n", ".python-version:1:1 3.12 -> 12"],
  [".python-version", "# ours\n\n  3.12.4\n3.9\n", ".python-version:3:3 3.12.4 -> 3.12.4"],
  [".python-version", "cpython-3.10", ".python-version:1:1 cpython-3.10 -> 10"],
  [".python-version", "pypy3.9-7.3.11", undefined],
  [".python-version", "myenv", undefined],
  [".python-version", "2.7.18", ".python-version:1:1 2.7.18 -> 2.7.18"],
  [".python-version", "2.6.9", undefined],
  [".python-version", "", undefined],
  ["runtime.txt", "python-3.11.2\n", "runtime.txt:1:1 python-3.11.2 -> 3.11.2"],
  ["runtime.txt", "3.11", undefined],
];
for (const [file, text, says] of versions)
  test(`${file} with ${JSON.stringify(text)} says ${says ?? "nothing"}`, async () =>
    assert.deepEqual(await read({ [file]: text }), says === undefined ? [] : [says]));

test("a Dockerfile counts before the others", async () => {
  const files = { "runtime.txt": "python-3.8", ".python-version": "3.9", Dockerfile: "FROM python:3.10" };
  assert.deepEqual(
    (await read(files)).map((line) => line.split(":")[0]),
    ["Dockerfile", ".python-version", "runtime.txt"],
  );
});

test("a file that cannot be read is a remark", async () => {
  class Unreadable extends UserError {
    readonly code = "UNREADABLE";
  }
  const readFile = async (path: string) => {
    if (path === "o/Dockerfile") throw new Unreadable("o/Dockerfile: not UTF-8 text");
    return path === "o/.python-version" ? "3.9" : undefined;
  };
  const { statements, remarks } = await readPythonFiles("o/", readFile, signal);
  assert.equal(statements[0]?.where, "o/.python-version:1:1");
  assert.deepEqual(remarks, ["o/Dockerfile: not UTF-8 text; which Python it names is not known"]);
});
