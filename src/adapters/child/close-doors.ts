/**
 * Closes what Node's permission model leaves open in a process that is about to read what strangers wrote: the network in all
 * its forms, and signals to other processes. Nothing opens it again. Where the machine has namespaces, the process has no
 * network to begin with (`confinement.ts`), and this is the second door.
 *
 * All of Node's sockets, those of `fetch` and TLS included, are made of three kinds of handle; what these cannot do, nothing
 * can. `process.binding`, which leads to them anew, is refused by the permission model.
 */

import dgram from "node:dgram";
import dns from "node:dns";
import dnsPromises from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { constants } from "node:os";

/** The standard streams, which have to be pipes, stay open. */
export function closeDoors(): void {
  const [pipe] = [process.stdin, process.stdout, process.stderr];
  for (const [what, handle] of [
    ["TCP", tcpHandle()],
    ["a socket", (pipe as unknown as { readonly _handle: object })._handle],
    ["UDP", udpHandle()],
    ["DNS", (new dns.Resolver() as unknown as { readonly _handle: object })._handle],
  ] as const)
    closeHandle(what, handle);
  closeModule("DNS", dns);
  closeModule("DNS", dnsPromises);
  for (const way of ["kill", "_kill", "_debugProcess"]) Reflect.set(process, way, refuse("a signal"));
  syncBuiltinESMExports();
}

function refuse(what: string): () => never {
  return () => {
    throw new Error(`${what} is not possible in this process`);
  };
}

/** What reaches beyond the process, by the names of libuv. What is open may still be read, written and closed. */
const reaching = /^(?:open|bind|bind6|listen|connect|connect6|send|send6|query\w*|getHostByAddr)$/;

/** `UV_EACCES`: what libuv answers where the system refuses, so that it reaches whoever tried in the usual way. */
const notPermitted = -constants.errno.EACCES;

function closeHandle(what: string, handle: object): void {
  const prototype = Object.getPrototypeOf(handle) as object;
  const ways = Object.getOwnPropertyNames(prototype).filter((name) => reaching.test(name));
  if (ways.length === 0) throw new Error(`${what} has none of the ways that were to be closed`);
  for (const way of ways) {
    Object.defineProperty(prototype, way, { value: () => notPermitted, writable: false, configurable: false });
  }
}

function closeModule(what: string, module: object): void {
  for (const [name, value] of Object.entries(module))
    if (typeof value === "function" && /^(?:lookup|resolve|reverse)/.test(name))
      Reflect.set(module, name, refuse(what));
}

/** Bound and closed at once: Node shows the kind of handle in no other way. */
function tcpHandle(): object {
  type Maker = (address: string, port: number, family: number) => { close(): void } | number;
  const { _createServerHandle: make } = net as unknown as { readonly _createServerHandle: Maker };
  const handle = make("0.0.0.0", 0, 4);
  if (typeof handle === "number") throw new Error(`no TCP handle: ${handle}`);
  handle.close();
  return handle;
}

function udpHandle(): object {
  const socket = dgram.createSocket("udp4");
  const states = Object.getOwnPropertySymbols(socket).map((symbol) => Reflect.get(socket, symbol) as unknown);
  const state = states.find((each) => typeof each === "object" && each !== null && "handle" in each);
  if (state === undefined) throw new Error("no UDP handle");
  const { handle } = state as { readonly handle: object };
  socket.close();
  return handle;
}
