/** Values as TOML 1.0 writes them. */

/** A basic string. JSON's escapes are TOML's too; of what JSON leaves alone TOML forbids one character. */
export function tomlString(text: string): string {
  return JSON.stringify(text).replaceAll("\x7f", "\\u007f");
}

export function tomlStrings(texts: readonly string[]): string {
  return `[${texts.map(tomlString).join(", ")}]`;
}

/** On one line; what is undefined is left out. Values are TOML already. */
export function inlineTable(pairs: readonly (readonly [key: string, value: string | undefined])[]): string {
  const present = pairs.filter(([, value]) => value !== undefined);
  return `{ ${present.map(([key, value]) => `${key} = ${value}`).join(", ")} }`;
}
