/** `npm run web`: receives webhooks; any number of workers may stand behind it. */

import { runApp } from "./run-app.ts";
import { serveWeb } from "./serve.ts";

await runApp([serveWeb]);
