import { readConfig } from "#lib/config.ts";
import { startInstallation } from "./installation.ts";
import { findRunning } from "./run-lock.ts";

interface SiteWish {
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Lends the address of the site that runs for this home. Where none does, everything (database, worker, site) is
 * started on a free port, and stopped again after the work.
 */
export async function withRunningSite<T>(
  { signal, say }: SiteWish,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const config = readConfig();
  const running = await findRunning(config.home);
  if (running) return work(running.url);
  say("No site runs here: starting one ...");
  const { build } = await import("#scripts/build.mjs");
  const built = build();
  // Handled where it is awaited; here only so that an early failure is not an unhandled one.
  built.catch(() => {});
  const installation = await startInstallation({ config, fresh: false, demo: false, built, signal, say });
  try {
    return await work(installation.url);
  } finally {
    await installation.stop();
  }
}
