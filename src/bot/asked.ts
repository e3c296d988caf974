/** What a person asks advice to be, in place of what the files say; and what it is for. */

import type { ProjectOptions } from "../project/index.ts";

/** A recommendation type for the named environment, or for all of them where none is named. */
export type Asked = Pick<ProjectOptions, "environment" | "recommendationType" | "goal">;
