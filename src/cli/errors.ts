/** What keeps a command from being carried out, beside what use cases say. */

import { UserError } from "../base/index.ts";

/** A fix names no advisory. */
export class NoAdvisoryGiven extends UserError {
  readonly code = "NO_ADVISORY_GIVEN";
  constructor() {
    super("no advisory is named", { hint: "write an id such as `CVE-2024-3651`, several with commas, or `all`" });
  }
}

/** There is nothing that could have advisories. */
export class NoLockToFix extends UserError {
  readonly code = "NO_LOCK_TO_FIX";
  constructor() {
    super("there is no lock, so there is nothing to fix", { hint: "`thoth advise --write` makes one" });
  }
}

/** Nobody can say which advisories a lock has. */
export class NothingToJudgeBy extends UserError {
  readonly code = "NOTHING_TO_JUDGE_BY";
  /** @param reason a sentence, such as "no advisories are installed". */
  constructor(reason: string) {
    super(`nothing can be fixed: ${reason}`);
  }
}
