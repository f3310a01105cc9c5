import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { AppError } from "#lib/errors.ts";
import { createDatabase } from "./create-database.ts";
import { findFreePort } from "./free-port.ts";
import { locatePostgres, type PostgresInstall } from "./postgres-install.ts";

export interface EmbeddedDatabase {
  /** For the database `whynot`. */
  url: string;
  port: number;
  /** Answers what is running, then stops; safe to call twice. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** WHYNOT_HOME: the data is kept in its folder `postgres`. */
  home: string;
  /** Taken if free, else the next free one. */
  port?: number;
  /** False in tests only: a power cut may then lose everything. */
  durable?: boolean;
}

const run = promisify(execFile);
const DEFAULT_PORT = 54_390;
const START_TIMEOUT_MS = 60_000;

/** One researcher's laptop: small when idle, every commit on disk, reachable from this machine only. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "48MB",
  work_mem: "8MB",
  // Laptops have no turning disks: with Postgres's own guess for those it walks whole rows where an index would do.
  random_page_cost: "1.1",
  maintenance_work_mem: "32MB",
  io_method: "sync",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "256MB",
  max_logical_replication_workers: "0",
  autovacuum_max_workers: "1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};
const VOLATILE = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

async function passwordOf(home: string): Promise<string> {
  const file = path.join(home, "postgres-password");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept) return kept.trim();
  await mkdir(home, { recursive: true });
  const password = randomBytes(24).toString("base64url");
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

function urlOf(password: string, port: number): string {
  return `postgres://whynot:${password}@127.0.0.1:${port}/whynot`;
}

/** Writes a new cluster beside its final place and moves it there when whole, so that an interruption leaves none. */
async function initialise(install: PostgresInstall, home: string, durable: boolean): Promise<void> {
  const { dataFolder, account } = install;
  const partial = `${dataFolder}.new`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(path.dirname(partial), { recursive: true });
  await mkdir(partial, { mode: 0o700 });
  const passwordFile = `${partial}.password`;
  await writeFile(passwordFile, await passwordOf(home), { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(partial, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    const flags = [
      "--username=whynot",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
    ];
    const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const sync = durable ? [] : ["--no-sync"];
    await run(install.initdb, ["-D", partial, ...flags, ...locale, ...sync], { ...account, cwd: partial });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(partial, dataFolder);
}

interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

async function readPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(dataFolder, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  if (!lines[0]) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** After kill -9 the number in postmaster.pid may by now belong to a process that has nothing to do with us. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  if (process.platform !== "linux") return true;
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  return name.trim() === "postgres";
}

async function stopServer(install: PostgresInstall): Promise<void> {
  const arguments_ = ["stop", "-D", install.dataFolder, "-m", "fast", "-w", "-t", "60"];
  await run(install.pgCtl, arguments_, { ...install.account, cwd: install.dataFolder });
}

/** Ends a server whose owner was killed, or forgets one that died with it. */
async function clearLeftover(install: PostgresInstall): Promise<void> {
  const left = await readPostmaster(install.dataFolder);
  if (!left) return;
  if (await isPostgres(left.pid)) await stopServer(install);
  else await rm(path.join(install.dataFolder, "postmaster.pid"), { force: true });
}

/** Stops the server when this process is gone, however it went: the shell's input closes with its parent. */
function watchOver(pid: number): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  const script = 'read _; kill -INT "$0" 2>/dev/null';
  const watch = spawn("sh", ["-c", script, String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watch.unref();
  (watch.stdin as unknown as { unref(): void }).unref();
  return watch;
}

async function launch(
  install: PostgresInstall,
  port: number,
  durable: boolean,
): Promise<ChildProcess | "port taken"> {
  const settings = Object.entries({ ...SETTINGS, ...(durable ? {} : VOLATILE) });
  const flags = settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const logFile = `${install.dataFolder}.log`;
  const log = await open(logFile, "w");
  const child = spawn(install.postgres, ["-D", install.dataFolder, "-p", String(port), ...flags], {
    ...install.account,
    cwd: install.dataFolder,
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  let ended: Error | undefined;
  child.once("error", (error) => {
    ended = error;
  });
  child.once("exit", (code) => {
    ended ??= new Error(`postgres ended with code ${code}`);
  });
  try {
    for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(20)) {
      if (ended) break;
      const postmaster = await readPostmaster(install.dataFolder);
      if (postmaster?.ready && postmaster.pid === child.pid) return child;
    }
  } finally {
    await log.close();
  }
  const said = await readFile(logFile, "utf8");
  if (/could not (bind|create any TCP)/.test(said)) return "port taken";
  throw new AppError(
    "unavailable",
    `The embedded Postgres did not start. Its log says:\n${said.trim()}`,
    {},
    ended,
  );
}

/**
 * Starts Postgres 18 on this machine (as an unprivileged account when run by root) and creates the database `whynot`.
 * A leftover of a killed process is taken care of; a port in use means the next free one.
 * @throws AppError `unavailable` with Postgres' own words
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { home, durable = true } = options;
  const install = await locatePostgres(home);
  const isNew = !(await stat(install.dataFolder).catch(() => undefined));
  if (isNew) await initialise(install, home, durable);
  else await clearLeftover(install);
  let port = options.port ?? DEFAULT_PORT;
  let child: ChildProcess | "port taken" = "port taken";
  while (child === "port taken") {
    port = await findFreePort(port);
    child = await launch(install, port, durable);
    if (child === "port taken") port += 1;
  }
  const url = urlOf(await passwordOf(home), port);
  const watch = watchOver(child.pid ?? 0);
  child.unref();
  await createDatabase(url);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (await readPostmaster(install.dataFolder)) await stopServer(install);
    watch?.kill("SIGKILL");
  };
  return { url, port, stop: () => (stopping ??= stop()) };
}

/** The address of an embedded server that another process (`whynot up`) runs for this home, if one does. */
export async function findRunningDatabase(home: string): Promise<string | undefined> {
  const { dataFolder } = await locatePostgres(home);
  const postmaster = await readPostmaster(dataFolder);
  if (!postmaster?.ready || !(await isPostgres(postmaster.pid))) return undefined;
  return urlOf(await passwordOf(home), postmaster.port);
}
