/** A share of the unit tests: runs the files that its arguments name in this process, and tells its parent what came of them. */

import "../test/support/seed.ts";
import { runTests } from "./tally.ts";

const tally = await runTests(process.argv.slice(2), "none");
process.send?.(tally, () => process.exit());
