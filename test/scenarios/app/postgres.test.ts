/** The core stories with web and worker apart, on a PostgreSQL that holds the jobs too. */

import { skipWithoutPostgres } from "../../support/services/postgres.ts";
import { tellCoreStories } from "./core-stories.ts";

tellCoreStories("PostgreSQL", skipWithoutPostgres());
