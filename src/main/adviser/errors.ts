/** How looking into a repository's files can end before there is an answer, for a reason that lies in the files. */

import { UserError } from "../../base/index.ts";

const hint = "make the lists of requirements shorter or narrower; whoever runs this service can raise the limit";

/** The files need more memory than there is for one visit. */
export class AdviceOutOfMemory extends UserError {
  readonly code = "ADVICE_OUT_OF_MEMORY";
  constructor(megabytes: number) {
    super(`looking into the files took more than ${megabytes} MB of memory, and was ended`, { hint });
  }
}

/** The files need more time than there is for one visit. */
export class AdviceOverdue extends UserError {
  readonly code = "ADVICE_OVERDUE";
  constructor() {
    super("looking into the files took longer than there is time for, and was ended", { hint });
  }
}

/** The files end the process that looks into them. */
export class AdviceBrokeOff extends UserError {
  readonly code = "ADVICE_BROKE_OFF";
  /** @param how a signal or an exit code. */
  constructor(how: string) {
    super(`looking into the files broke off (${how})`, {
      hint: "whoever runs this service finds the reason in its log",
    });
  }
}
