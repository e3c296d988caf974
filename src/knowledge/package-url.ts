/** Package URLs, `pkg:TYPE/NAMESPACE/NAME@VERSION?QUALIFIERS#SUBPATH`: https://github.com/package-url/purl-spec. */

export interface PackageUrl {
  /** In lower case, such as `rpm` and `pypi`. */
  readonly type: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly qualifiers: ReadonlyMap<string, string>;
}

/** Undefined for what is none. */
export function tryParsePackageUrl(text: string): PackageUrl | undefined {
  const found = /^pkg:\/*([A-Za-z][A-Za-z0-9.+-]*)\/(?:[^?#]*\/)?([^/@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/s.exec(
    text,
  );
  if (found === null) return undefined;
  const [, type, name, version, qualifiers] = found;
  try {
    return {
      type: type!.toLowerCase(),
      name: decodeURIComponent(name!),
      version: version === undefined || version === "" ? undefined : decodeURIComponent(version),
      qualifiers: new Map(new URLSearchParams(qualifiers)),
    };
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
