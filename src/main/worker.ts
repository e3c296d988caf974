/** `npm run worker`: does the jobs. */

import { runApp } from "./run-app.ts";
import { serveWork } from "./serve.ts";

await runApp([serveWork]);
