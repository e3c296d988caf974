/** Another process in a folder: opens the database there, commits a note, and stays. `node folder-holder.ts FOLDER` */

import { openDatabase } from "../../../src/adapters/sql/index.ts";

const { pool } = await openDatabase({ folder: process.argv[2]! });
await pool.query("create table note (text text)");
await pool.query("insert into note values ('written before the end')");
process.stdout.write("ready\n");
setInterval(() => undefined, 60_000);
