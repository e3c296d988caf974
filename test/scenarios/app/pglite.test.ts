/** The core stories on the embedded default: one process, its database in a folder. */

import { tellCoreStories } from "./core-stories.ts";

tellCoreStories("PGlite", false);
