/**
 * `npm run make-seal-key`: the key pair with which a deployment opens sealed credentials, in a file for its owner alone. The
 * public half is published by `npm run web`, and printed here.
 */

import { resolve } from "node:path";

import { Command } from "commander";

import { exitCodeOf, standardOutput } from "../cli/index.ts";
import { formatPublicKeys, formatSealKeys, makeSealKeys } from "../sealing/index.ts";
import { writeCredentialsFile } from "./setup-app/credentials-file.ts";
import { signalOfRun } from "./signal-of-run.ts";

const output = standardOutput();

await new Command("make-seal-key")
  .description("make the key that opens sealed credentials, and print its public half")
  .option("--file <PATH>", "where the key goes; a file that is there is never overwritten", "seal-key.json")
  .action(async ({ file }: { readonly file: string }) => {
    const signal = signalOfRun();
    process.exitCode = await exitCodeOf(() => make(resolve(file)), output, false, signal);
  })
  .parseAsync();

async function make(file: string): Promise<number> {
  const keys = makeSealKeys();
  await writeCredentialsFile(file, formatSealKeys(keys));
  output.data(formatPublicKeys(keys));
  output.say(`the key is in ${file}, which only you can read; start the App with THOTH_SEAL_KEY_PATH=${file}`);
  return 0;
}
