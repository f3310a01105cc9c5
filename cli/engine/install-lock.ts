import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#lib/errors.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * One build at a time in a folder of engines; the lock of a process that is gone is taken over.
 * @returns what gives it free
 * @throws AppError `conflict`, or `unavailable` for a folder that cannot be written
 */
export async function takeInstallLock(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "installing");
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new AppError(
      "unavailable",
      `The engine is built in ${folder}, which cannot be made: ${error.message}`,
    );
  });
  const take = () => writeFile(file, String(process.pid), { flag: "wx" });
  await take().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    const pid = Number(await readFile(file, "utf8"));
    if (pid > 0 && isAlive(pid)) {
      throw new AppError(
        "conflict",
        `Another build of the engine runs (process ${pid}). Wait for it to end.`,
      );
    }
    await rm(file, { force: true });
    await take();
  });
  return () => rm(file, { force: true });
}
