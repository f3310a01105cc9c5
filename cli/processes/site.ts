import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { type Child, PROJECT_FOLDER, startChild } from "./child.ts";

/** Starts the built site. The configuration is complete: its port is free and its database runs. */
export function startSite(config: Config): Promise<Child> {
  const next = path.join(PROJECT_FOLDER, "node_modules", "next", "dist", "bin", "next");
  return startChild({
    name: "site",
    args: [next, "start", "--port", String(config.port), "--hostname", config.host],
    home: config.home,
    env: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: config.databaseUrl ?? "",
      NEXTAUTH_URL: config.publicUrl,
      HOST: config.host,
      PORT: String(config.port),
    },
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** @throws AppError `unavailable` when the site ends or is silent instead */
export async function waitForSite(site: Child, config: Config, timeoutMs = 60_000): Promise<void> {
  let end: string | undefined;
  site.ended.then((how) => {
    end = how;
  });
  const host = config.host === "0.0.0.0" ? "127.0.0.1" : config.host;
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline && end === undefined; await sleep(50)) {
    if (await answers(`http://${host}:${config.port}/api/health`)) return;
  }
  const what = end === undefined ? "did not answer" : `ended (${end})`;
  throw new AppError("unavailable", `The site ${what}. Its log: ${site.logFile}`);
}
