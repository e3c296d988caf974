/**
 * What an operating system means to a wheel: the version of its C library, and the machine's architecture.
 *
 * A wheel tagged `manylinux_2_28_x86_64` needs glibc 2.28 or newer (PEP 600), one tagged `musllinux_1_2_x86_64` needs
 * musl 1.2 (PEP 656). Nothing else of the operating system decides whether a wheel is installed.
 */

/** Values of `sysconfig.get_platform()` that an environment may have. */
export const platforms = ["linux-x86_64", "linux-aarch64", "linux-ppc64le", "linux-s390x"] as const;

export type Platform = (typeof platforms)[number];

/** The machine's architecture, as `platform.machine()` names it. */
export function architectureOf(platform: Platform): string {
  return platform.slice("linux-".length);
}

/** A release of an operating system, such as `rhel` and `8`. */
export interface OperatingSystem {
  readonly name: string;
  readonly version: string;
}

/** Red Hat's universal base images are RHEL, and a minor version of RHEL changes nothing that a wheel could notice. */
export function normalizeOperatingSystem({ name, version }: OperatingSystem): OperatingSystem {
  const lower = name.toLowerCase();
  if (lower !== "ubi" && lower !== "rhel") return { name: lower, version };
  return { name: "rhel", version: majorOf(version) };
}

/** The C library that wheels are linked against. */
export interface CLibrary {
  readonly kind: "glibc" | "musl";
  /** Major and minor. */
  readonly version: readonly [number, number];
}

/** Where nothing else is known: that of RHEL 9, which is older than what Python's own images ship. */
export const usualCLibrary: CLibrary = { kind: "glibc", version: [2, 34] };

// A distribution stays on one glibc for the life of a release. The numbers are those of the `glibc` or `libc6` package
// in each release; https://distrowatch.com and the distributions' own package lists show them side by side.
const enterpriseLinux = { "7": "2.17", "8": "2.28", "9": "2.34", "10": "2.39" };

const glibcVersions: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map<string, Record<string, string>>([
  ["rhel", enterpriseLinux],
  ["centos", enterpriseLinux],
  ["almalinux", enterpriseLinux],
  ["rocky", enterpriseLinux],
  [
    "fedora",
    // Fedora takes each new glibc, two a year.
    Object.fromEntries(Array.from({ length: 16 }, (_, index) => [String(28 + index), `2.${27 + index}`])),
  ],
  ["debian", { "9": "2.24", "10": "2.28", "11": "2.31", "12": "2.36", "13": "2.41" }],
  ["ubuntu", { "16.04": "2.23", "18.04": "2.27", "20.04": "2.31", "22.04": "2.35", "24.04": "2.39", "25.04": "2.41" }],
]);

/** The C library of a normal operating system, or undefined where our table does not have it. */
export function tryCLibrary({ name, version }: OperatingSystem): CLibrary | undefined {
  // Every Alpine since 3.13 (2021) has musl 1.2.
  if (name === "alpine") return { kind: "musl", version: [1, 2] };
  const versions = new Map(Object.entries(glibcVersions.get(name) ?? {}));
  const glibc = versions.get(version) ?? versions.get(majorOf(version));
  return glibc === undefined ? undefined : { kind: "glibc", version: parseMajorMinor(glibc) };
}

/** Two numbers from text such as `2.28`. Bugs only: whoever calls has checked the text. */
export function parseMajorMinor(text: string): readonly [number, number] {
  const [major, minor] = text.split(".").map(Number);
  if (major === undefined || minor === undefined) throw new Error(`\`${text}\` is not a major and a minor version`);
  return [major, minor];
}

function majorOf(version: string): string {
  return version.split(".", 1)[0] ?? version;
}
