/** What rules advise to change in the files that deploy the application: to be applied by people, operation by operation. */

import type { AdviceNote } from "../advice.ts";
import { code, type Markdown, marked } from "../encode.ts";
import { list, nested, section, underHeading } from "./blocks.ts";
import { saidNotes, sayNote } from "./notes.ts";
import type { Summary } from "./summary.ts";

/** Of one note; the document has all of them. */
const mostOperations = 12;

type ManifestChange = NonNullable<AdviceNote["manifest_changes"]>[number];
type Operation = ManifestChange["patch"][number];

/** An item for each note that has some, and below it what to do. */
export function writeManifestChanges({ environments }: Summary, budget: number): Markdown {
  const title = marked`Manifest changes to apply`;
  const notes = saidNotes(environments, ({ manifest_changes: changes }) => changes !== undefined);
  const items = notes.map(({ note, where }) => nested(marked`${sayNote(note)}${where}`, sayChanges(note)));
  return section(title, [list(items, underHeading(title, budget))]);
}

/** One operation a line. */
function sayChanges({ manifest_changes: changes = [] }: AdviceNote): readonly Markdown[] {
  const lines = changes.flatMap(({ api_version: version, kind, patch }) =>
    patch.map((operation) => marked`In a ${code(kind)} of ${code(version)}, ${sayOperation(operation)}`),
  );
  const left = lines.length - mostOperations;
  return left > 0 ? [...lines.slice(0, mostOperations), marked`and ${left} more`] : lines;
}

/** RFC 6902, section 4. */
function sayOperation(operation: Operation): Markdown {
  switch (operation.op) {
    case "add":
      return marked`add at ${code(operation.path)}: ${sayValue(operation.value)}`;
    case "replace":
      return marked`replace ${code(operation.path)} by ${sayValue(operation.value)}`;
    case "test":
      return marked`go on only if ${code(operation.path)} is ${sayValue(operation.value)}`;
    case "move":
    case "copy":
      return marked`${operation.op === "move" ? marked`move` : marked`copy`} ${code(operation.from)} to ${code(operation.path)}`;
    case "remove":
      return operation.path === "" ? marked`remove everything` : marked`remove ${code(operation.path)}`;
  }
}

/** As JSON on one line; one that is long is cut, and whole in the document. */
function sayValue(value: unknown): Markdown {
  return code(JSON.stringify(value));
}
