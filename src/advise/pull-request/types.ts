/** What the other recommendation types would choose: a table for each environment, or for those that are alike. */

import { type Markdown, marked } from "../encode.ts";
import type { TypeAnswer } from "../advice-types.ts";
import { typeRows, typeTitles } from "../say/types.ts";
import { paragraphs, section, table, underHeading } from "./blocks.ts";
import { merge, sayEnvironments, type Summary } from "./summary.ts";

/** The table alone, for a terminal. */
export function typesPage(answers: readonly TypeAnswer[]): Markdown {
  return table(typeTitles, typeRows(answers), Infinity);
}

export function writeTypes({ environments }: Summary, budget: number): Markdown {
  const title = marked`What each type would choose`;
  const merged = merge(
    environments,
    ({ advice: { types } }) => (types === undefined ? [] : [types]),
    (types) => JSON.stringify(types),
  );
  let room = underHeading(title, budget);
  const tables = merged.map(({ item, environments: those }) => {
    const where = environments.length === 1 ? marked`` : marked`For ${sayEnvironments(those, environments)}:`;
    const rows = table(typeTitles, typeRows(item), room - where.length - 4);
    const block = rows === "" ? marked`` : paragraphs([where, rows]);
    room -= block.length + 2;
    return block;
  });
  return section(title, tables);
}
