/** Answers all checks of a file of cases; what is wrong with one of them is its answer, and the rest go on. */

import { UserError } from "../../base/index.ts";
import { answerCheck } from "./answer.ts";
import type { CaseAnswer, CaseFile, WrittenCase, WrittenCheck } from "./case-format.ts";
import { type CaseUnits, inlineUnits } from "./case-units.ts";

export interface AnsweredCheck {
  readonly case: string;
  readonly check: WrittenCheck;
  readonly answer: CaseAnswer;
}

/**
 * In the order of the file.
 *
 * @param given answers the cases that state no units of their own.
 */
export function* answerCases({ source, cases }: CaseFile, given: CaseUnits): Generator<AnsweredCheck> {
  for (const one of cases) {
    const units = orError(() => unitsOf(one, source, given));
    for (const check of one.checks)
      yield {
        case: one.id,
        check,
        answer: "error" in units ? units : orError(() => answerCheck(units, check.question())),
      };
  }
}

function unitsOf(one: WrittenCase, source: CaseFile["source"], given: CaseUnits): CaseUnits {
  return one.units === undefined ? given : inlineUnits(one, source);
}

function orError<Value extends object>(run: () => Value): Value | { readonly error: string } {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { error: error.message };
  }
}
