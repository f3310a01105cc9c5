import type { Config } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";

/**
 * DATABASE_URL, else the embedded server that `whynot up` runs for this home.
 * @throws AppError `unavailable`
 */
export async function requireDatabaseUrl(config: Pick<Config, "databaseUrl" | "home">): Promise<string> {
  if (config.databaseUrl) return config.databaseUrl;
  const { findRunningDatabase } = await import("./embedded.ts");
  const url = await findRunningDatabase(config.home);
  if (url) return url;
  throw new AppError(
    "unavailable",
    "No database is running. Start one with `bin/whynot up`, or set DATABASE_URL.",
  );
}
