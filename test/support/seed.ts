/** For its effect: every property of this process draws from one seed, and `THOTH_TEST_SEED=N` explores another. */

import { configureGlobal } from "fast-check";

configureGlobal({ seed: Number(process.env["THOTH_TEST_SEED"] ?? 1) });
