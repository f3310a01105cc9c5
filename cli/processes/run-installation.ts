import { once } from "node:events";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { DemoDoor } from "#prisma/seed/demo.ts";
import { type Installation, startInstallation } from "./installation.ts";
import { onceSignalled } from "./once-signalled.ts";

export interface UpOptions {
  port?: number;
  host?: string;
  fresh?: boolean;
  demo?: boolean;
}

function announce({ url, door }: Installation): string {
  const lines = ["", `Whynot is ready:  ${url}`];
  if (door) lines.push(...describeDoor(url, door));
  return [...lines, "", "Ctrl-C stops everything; the data is kept.", ""].join("\n");
}

function describeDoor(url: string, door: DemoDoor): string[] {
  const password =
    door.password ?? "as printed at the first start (forgotten? bin/whynot people reset-password)";
  return [
    `  sign in:        ${door.email}`,
    `  password:       ${password}`,
    `  participants:   ${url}/s/${door.studyKey}`,
  ];
}

/**
 * Runs database, worker and site until Ctrl-C.
 * @param built resolves once the site is built
 */
export async function runInstallation(options: UpOptions, built: Promise<unknown>): Promise<void> {
  const signal = onceSignalled();
  // Handled where it is awaited; here only so that an early failure is not an unhandled one.
  built.catch(() => {});
  const config = readConfig({
    ...process.env,
    ...(options.port === undefined ? {} : { PORT: String(options.port) }),
    ...(options.host === undefined ? {} : { HOST: options.host }),
  });
  const { fresh = false, demo = false } = options;
  try {
    const installation = await startInstallation({
      config,
      fresh,
      demo,
      built,
      signal,
      say: (line) => console.log(line),
    });
    console.log(announce(installation));
    const problem = await Promise.race([once(signal, "abort").then(() => undefined), installation.broken]);
    await installation.stop();
    if (problem !== undefined) throw new AppError("unavailable", problem);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  process.exit(0);
}
