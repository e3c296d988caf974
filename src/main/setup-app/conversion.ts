/** From the code that GitHub gives for a confirmed manifest to the App and its credentials. */

import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

import { checkBytes, checkDepth, decodeUtf8, firstMistake, UserError } from "../../base/index.ts";

/** Of GitHub's answer what we use. Everything that goes into the file of credentials has a form that cannot break it. */
const Conversion = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  slug: Type.String({ pattern: "^[\\w-]{1,100}$" }),
  html_url: Type.String({ pattern: "^https?://[\\w./:-]{1,200}$" }),
  /** PEM. */
  pem: Type.String({
    pattern: "^-----BEGIN (RSA )?PRIVATE KEY-----\\n[\\w+/=\\n]+-----END (RSA )?PRIVATE KEY-----\\n?$",
  }),
  /** GitHub makes 40 characters; the App does not start with less than 32. */
  webhook_secret: Type.String({ pattern: "^[\\w-]{32,200}$" }),
});

/** An App that GitHub has just registered, with its secrets. */
export type RegisteredApp = Static<typeof Conversion>;

/** GitHub did not give the credentials of an App that was confirmed. The code is spent. */
export class AppNotRegistered extends UserError {
  readonly code = "APP_NOT_REGISTERED";
  constructor(problem: string, cause?: unknown) {
    super(`GitHub did not hand over the App: ${problem}`, {
      cause,
      hint: "delete the App on GitHub, if it is there, and run this again",
    });
  }
}

const compiled = Compile(Conversion);

/** The answer has a few kilobytes. */
const answerLimit = { bytes: 256 * 1024, depth: 20 };

/** Milliseconds. */
const patience = 30_000;

/**
 * Exchanges the code, which works once and within an hour.
 *
 * @param api base address of GitHub's API.
 * @throws {AppNotRegistered}
 */
export async function convertCode(api: string, code: string, signal: AbortSignal): Promise<RegisteredApp> {
  const response = await askGitHub(`${api}/app-manifests/${code}/conversions`, signal);
  if (response.status !== 201)
    throw new AppNotRegistered(`it answered ${response.status}${meaning[response.status] ?? ""}`);
  const value: unknown = await readAnswer(response);
  if (!compiled.Check(value)) throw new AppNotRegistered(firstMistake(compiled, value));
  return value;
}

const meaning: Readonly<Record<number, string>> = {
  404: ", so the code is unknown, used or older than an hour",
};

/** A redirect is refused: the answer holds a private key. */
async function askGitHub(address: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, {
      method: "POST",
      headers: { accept: "application/vnd.github+json", "user-agent": "thoth", "x-github-api-version": "2022-11-28" },
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new AppNotRegistered("it could not be reached", cause);
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  const place = "GitHub's answer";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      checkBytes(place, bytes, answerLimit);
      chunks.push(chunk);
    }
    const text = decodeUtf8(place, Buffer.concat(chunks));
    checkDepth(place, text, "json", answerLimit);
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // A parser quotes what it read, and that may be a key.
    throw new AppNotRegistered("its answer cannot be read", cause instanceof SyntaxError ? undefined : cause);
  }
}
