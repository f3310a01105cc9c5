import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/errors.ts";

export interface Running {
  pid: number;
  url: string;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** After a restart of the machine the number may belong to any other program. */
async function isOurs(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return /whynot|demo\.mjs/.test(command);
}

const lockFile = (home: string) => path.join(home, "running.json");

/** The process that runs the installation of this home, and its address; undefined when none does. */
export async function findRunning(home: string): Promise<Running | undefined> {
  const text = await readFile(lockFile(home), "utf8").catch(() => "");
  const running = text ? (JSON.parse(text) as Running) : undefined;
  return running && (await isOurs(running.pid)) ? running : undefined;
}

/**
 * One installation runs once.
 * @returns what gives the place free
 * @throws AppError `conflict` saying where it already runs
 */
export async function takeRunLock(home: string, url: string): Promise<() => Promise<void>> {
  const file = lockFile(home);
  const running = await findRunning(home);
  if (running && running.pid !== process.pid) {
    throw new AppError(
      "conflict",
      `Whynot already runs at ${running.url} (process ${running.pid}). Stop it there with Ctrl-C, ` +
        "or set WHYNOT_HOME to another folder for a second installation.",
    );
  }
  await mkdir(home, { recursive: true });
  await writeFile(file, JSON.stringify({ pid: process.pid, url } satisfies Running));
  return () => rm(file, { force: true });
}
