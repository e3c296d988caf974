/** `npm start`: the App, web and worker in one process. */

import { runApp } from "./run-app.ts";
import { serveWeb, serveWork } from "./serve.ts";

await runApp([serveWeb, serveWork]);
