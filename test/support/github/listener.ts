/** An App that only listens: it keeps what it is sent. */

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Listener extends AsyncDisposable {
  readonly url: string;
  readonly heard: readonly Heard[];
}

/** @param status of its answers; by default it accepts. */
export async function listen(status: (heard: Heard) => number = () => 202): Promise<Listener> {
  const heard: Heard[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const delivery = { headers: incoming.headers, body };
      heard.push(delivery);
      outgoing.writeHead(status(delivery)).end();
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await once(server.close(), "close");
  };
  return { url: `http://127.0.0.1:${port}/`, heard, [Symbol.asyncDispose]: close };
}
