import type { Config } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { startSite, waitForSite } from "./site.ts";

/** Runs the site until this process is told to end. @throws AppError `unavailable` when the site ends by itself */
export async function runSite(config: Config): Promise<void> {
  config.secret();
  const site = await startSite(config);
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      stopping = true;
      void site.stop();
    });
  }
  await waitForSite(site, config);
  console.log(`The site is at ${config.publicUrl}. Its log: ${site.logFile}`);
  const how = await site.ended;
  if (!stopping) throw new AppError("unavailable", `The site ended (${how}). Its log: ${site.logFile}`);
}
