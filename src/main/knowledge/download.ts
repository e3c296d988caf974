/** One archive over `https`. Redirects are followed, each judged by itself, and to `https` only. */

import { limits, UserError } from "../../base/index.ts";
import { AddressRefused, type Wire, type WireResponse } from "../../package-index/index.ts";

/** An archive that does not come. */
export class KnowledgeUnavailable extends UserError {
  readonly code = "KNOWLEDGE_UNAVAILABLE";
  constructor(address: string, what: string, cause?: unknown) {
    super(`${address}: ${what}`, { cause });
  }
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

/** @throws {KnowledgeUnavailable} */
export async function download(address: string, wire: Wire, signal: AbortSignal): Promise<Buffer> {
  let url = new URL(address);
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const response = await ask(address, url, wire, signal);
    if (redirects.has(response.status)) {
      url = redirected(address, url, response);
      continue;
    }
    if (response.status !== 200) throw new KnowledgeUnavailable(address, `the server answers ${response.status}`);
    if (response.body === undefined)
      throw new KnowledgeUnavailable(address, `is larger than ${limits.advisory.allBytes} bytes`);
    return response.body;
  }
  throw new KnowledgeUnavailable(address, `leads through more than ${mostRedirects} redirects`);
}

async function ask(address: string, url: URL, wire: Wire, signal: AbortSignal): Promise<WireResponse> {
  try {
    return await wire.get({ url, headers: {}, limit: limits.advisory.allBytes, verify: true }, signal);
  } catch (cause) {
    if (signal.aborted || cause instanceof UserError) throw cause;
    if (cause instanceof AddressRefused)
      throw new KnowledgeUnavailable(address, `${url.origin} ${cause.message}`, cause);
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new KnowledgeUnavailable(address, `the server does not answer: ${code ?? message}`, cause);
  }
}

function redirected(address: string, url: URL, { headers, status }: WireResponse): URL {
  const next = URL.parse(headers.get("location") ?? "", url.href);
  if (next?.protocol !== "https:")
    throw new KnowledgeUnavailable(address, `the server answers ${status} without an \`https\` address`);
  return next;
}
