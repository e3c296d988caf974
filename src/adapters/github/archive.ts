/**
 * All files of a commit in one request. GitHub answers with an address of its own that lets in whoever knows it, for some
 * minutes; there the archive is fetched without our token. That second request is none of the API's, whose limits do not
 * count it. The other host has limits of its own, which it answers with 429; then there is no archive this time.
 *
 * Packing can be what GitHub fails at while the rest of it is well, such as with a repository that is too much for it. So
 * its trouble here means no archive; where all of it is in trouble, whoever asks for a file next is told.
 *
 * Where the address leads is judged first: on github.com to `codeload.github.com`; on an Enterprise server to
 * `codeload.HOST`, or to `HOST/_codeload` where it has no subdomains.
 */

import { type ArchiveLimit, type CommitSha, HostForbids, HostUnavailable } from "../../ports/index.ts";
import { GitHubAnswer } from "./errors.ts";
import type { Tree } from "./files.ts";
import { at, type RepositoryAccess } from "./repository-access.ts";

/**
 * See `HostedRepository.archive`. What is too large by the sizes in its tree is not asked for.
 *
 * @throws {HostRefused | HostUnavailable} the second one for limits, and not for trouble.
 */
export async function readArchive(
  commit: CommitSha,
  { tree, limit }: { readonly tree: Tree; readonly limit: ArchiveLimit },
  access: RepositoryAccess,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  if (unpackedBytes(tree) > limit.unpacked) return undefined;
  try {
    const link = await linkTo(commit, access, signal);
    return await fetchArchive(link, { agent: agentOf(access), most: limit.bytes }, signal);
  } catch (error) {
    if (!(error instanceof NoArchive)) throw error;
    access.log.warn(`no archive of ${access.repository.full_name}: ${error.message}`);
    return undefined;
  }
}

/** Why there is none; completes "no archive: …". Never an address, which lets in whoever knows it. */
class NoArchive extends Error {}

const blockBytes = 512;

/** As tar counts: a block for each file, and its content in whole blocks. */
function unpackedBytes(tree: Tree): number {
  const blocks = [...tree.values()].reduce((sum, { size }) => sum + 1 + Math.ceil(size / blockBytes), 0);
  return blocks * blockBytes;
}

/** @throws {NoArchive} */
async function linkTo(commit: CommitSha, access: RepositoryAccess, signal: AbortSignal): Promise<URL> {
  const { octokit } = access;
  const call = { ...at(access, signal), ref: commit };
  // The client would follow, token and all, and keep however much comes.
  const request = { ...call.request, redirect: "manual", parseSuccessResponseBody: false } as const;
  try {
    const { headers, data } = await octokit.rest.repos.downloadTarballArchive({ ...call, request });
    await (data as ReadableStream | null)?.cancel();
    const api = new URL(octokit.request.endpoint.DEFAULTS.baseUrl);
    const link = URL.parse(headers.location ?? "");
    if (link === null) throw new NoArchive("GitHub names no address");
    if (!isOfHost(link, api)) throw new NoArchive(`GitHub names an address at ${link.origin}`);
    return link;
  } catch (error) {
    if (error instanceof GitHubAnswer || error instanceof HostForbids || isTrouble(error))
      throw new NoArchive(error.message, { cause: error });
    throw error;
  }
}

/** After all tries. */
function isTrouble(error: unknown): error is HostUnavailable {
  return error instanceof HostUnavailable && error.cause instanceof GitHubAnswer && error.cause.isBroken;
}

/** Whether an address that the API at `api` has named is one of its own. Only a test or a bare server has an API without TLS. */
export function isOfHost({ protocol, hostname, username, password }: URL, api: URL): boolean {
  if (protocol !== "https:" && protocol !== api.protocol) return false;
  const host = api.hostname.replace(/^api\./, "");
  return username === "" && password === "" && [api.hostname, host, `codeload.${host}`].includes(hostname);
}

/** Who we are, as the API is told: GitHub asks for it there as well. */
function agentOf({ octokit }: RepositoryAccess): string {
  return octokit.request.endpoint.DEFAULTS.headers["user-agent"] ?? "thoth";
}

/** @throws {NoArchive} */
async function fetchArchive(
  link: URL,
  { agent, most }: { readonly agent: string; readonly most: number },
  signal: AbortSignal,
): Promise<Buffer> {
  const headers = { "user-agent": agent, "accept-encoding": "identity" };
  const { status, body } = await reaching(signal, () => fetch(link, { redirect: "error", headers, signal }));
  if (status === 200 && body !== null) return await reaching(signal, () => readWithin(body, most));
  await body?.cancel();
  throw new NoArchive(`its address answers ${status}`);
}

/** @throws {NoArchive} where the network fails. */
async function reaching<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TypeError)) throw error;
    throw new NoArchive("its address cannot be reached, or leads elsewhere", { cause: error });
  }
}

/** @throws {NoArchive} as soon as there is more. */
export async function readWithin(body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) throw new NoArchive(`it is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
