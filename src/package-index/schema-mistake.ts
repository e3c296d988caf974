/** What is wrong with a document that does not fit its schema, for an error's one sentence. */

/** The part of a compiled schema that explains. */
interface Explainer {
  Errors(value: unknown): readonly { readonly instancePath: string; readonly message: string }[];
}

/** The first mistake in `value`, such as "`/files/4/url` must be string". `value` must have failed the schema's check. */
export function firstMistake(schema: Explainer, value: unknown): string {
  const mistake = schema.Errors(value)[0];
  if (mistake === undefined) throw new Error("a schema refused a value and gives no reason");
  const place = mistake.instancePath === "" ? "the document" : `\`${mistake.instancePath.slice(0, 120)}\``;
  return `${place} ${mistake.message}`;
}
