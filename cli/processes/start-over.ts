import { rm } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#lib/config.ts";
import { removeData } from "#lib/db/postgres-install.ts";
import { AppError } from "#lib/errors.ts";

/** What an installation keeps in its home besides the database; nothing else there is touched. */
const OWN = ["files", "logs", "postgres-password", "postgres.log", "session-secret"];

/**
 * `--fresh`: deletes the embedded database and the files of this installation.
 * @throws AppError `invalid` when the database is not the embedded one
 */
export async function startOver({ databaseUrl, home }: Config): Promise<void> {
  if (databaseUrl) {
    throw new AppError(
      "invalid",
      "--fresh only deletes the embedded database. Empty the one of DATABASE_URL yourself.",
    );
  }
  await removeData(home);
  await Promise.all(OWN.map((name) => rm(path.join(home, name), { recursive: true, force: true })));
}
