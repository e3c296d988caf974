/**
 * The boot that refuses what we cannot judge: which wheels fit is known of Linux only. Architectures are checked where
 * `.thoth.yaml` is read; an operating system is free text, so that one of another kind comes as far as this.
 */

import { platforms } from "../../environments/index.ts";
import type { Boot } from "../unit.ts";
import { listed } from "./listed.ts";

const name = "platform";

/** Operating systems that are no Linux, in lower case. */
const others: ReadonlySet<string> = new Set(
  "windows win32 cygwin macos osx darwin ios android freebsd openbsd netbsd solaris aix".split(" "),
);

/** Refuses an environment whose operating system is no Linux. */
export const platform: Boot = {
  kind: "boot",
  name,
  refuses: ({ environment: { operatingSystem } }) => {
    if (operatingSystem === undefined || !others.has(operatingSystem.name)) return undefined;
    const { name: system, version } = operatingSystem;
    const cure = 'write a Linux such as `operating_system: {name: debian, version: "12"}`, or leave it out';
    const message = `Which wheels fit \`${system} ${version}\` is not known, only those of ${listed(platforms)}; ${cure}`;
    return { unit: name, message };
  },
};
