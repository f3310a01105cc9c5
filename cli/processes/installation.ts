import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "#lib/config.ts";
import { startEmbeddedDatabase } from "#lib/db/embedded.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import { migrate } from "#lib/db/migrate.ts";
import { closeServices, openServices } from "#lib/services/open-context.ts";
import { type DemoDoor, openDemo } from "#prisma/seed/demo.ts";
import { type Child, PROJECT_FOLDER, startChild } from "./child.ts";
import { GIVE_MEMORY_BACK } from "./give-memory-back.ts";
import { takeRunLock } from "./run-lock.ts";
import { startSite, waitForSite } from "./site.ts";
import { startOver } from "./start-over.ts";

export interface InstallationOptions {
  config: Config;
  /** Deletes everything first. */
  fresh: boolean;
  /** Opens the demo workspace. */
  demo: boolean;
  /** Resolves once the site is built. */
  built: Promise<unknown>;
  /** Gives up and cleans up when it fires. */
  signal: AbortSignal;
  say(line: string): void;
}

export interface Installation {
  url: string;
  door: DemoDoor | undefined;
  /** Resolves with what went wrong if the site ends by itself. */
  broken: Promise<string>;
  stop(): Promise<void>;
}

type Undo = () => Promise<void>;

/** Long enough apart that a worker which cannot start does not keep the machine busy. */
const WORKER_RESTART_MS = 3_000;

async function startDatabase(config: Config, undo: Undo[]): Promise<Config> {
  if (config.databaseUrl) return config;
  const server = await startEmbeddedDatabase({ home: config.home });
  undo.push(server.stop);
  return { ...config, databaseUrl: server.url };
}

async function openDemoDoor(config: Config): Promise<DemoDoor> {
  const { db, storage, log } = openServices(config);
  try {
    return await openDemo({ db, storage, log, folder: path.join(PROJECT_FOLDER, "demo") });
  } finally {
    await closeServices();
  }
}

/** A worker that ends is started again: its job goes on where its lease ends. */
async function keepWorker(config: Config, undo: Undo[], say: (line: string) => void): Promise<void> {
  let stopping = false;
  let worker: Child;
  const start = () =>
    startChild({
      name: "worker",
      args: [path.join(PROJECT_FOLDER, "bin", "whynot"), "worker"],
      home: config.home,
      env: { NODE_ENV: "production", DATABASE_URL: config.databaseUrl ?? "", ...GIVE_MEMORY_BACK },
    });
  const watch = async () => {
    while (!stopping) {
      const how = await worker.ended;
      if (stopping) return;
      say(`The worker ended (${how}) and is started again. Its log: ${worker.logFile}`);
      await sleep(WORKER_RESTART_MS);
      if (!stopping) worker = await start();
    }
  };
  worker = await start();
  void watch();
  undo.push(async () => {
    stopping = true;
    await worker.stop();
  });
}

/** In reverse: what was started last may need what was started first. */
async function undoAll(undo: Undo[]): Promise<void> {
  for (const stop of undo.splice(0).reverse()) await stop().catch((error) => console.error(error));
}

function firing(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Waits for both even if one fails, so that nothing is still being started when the rest is stopped. */
async function bothOrNeither<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

/**
 * Database, migrations, demo workspace, a worker and the site; whatever was started is stopped again if one of them
 * does not come up. The database starts while the site is still being built.
 */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { fresh, demo, built, signal, say } = options;
  const undo: Undo[] = [];
  const given = firing(signal);
  given.catch(() => {});
  try {
    const port = await findFreePort(options.config.port, options.config.host);
    if (port !== options.config.port) say(`Port ${options.config.port} is in use: taking ${port}.`);
    const placed = options.config.atPort(port);
    undo.push(await takeRunLock(placed.home, placed.publicUrl));
    if (fresh) await startOver(placed);
    placed.secret();
    const config = await startDatabase(placed, undo);
    const prepareData = async () => {
      await migrate(config.databaseUrl ?? "");
      return demo ? openDemoDoor(config) : undefined;
    };
    const bringUpSite = async () => {
      await Promise.race([built, given]);
      const site = await startSite(config);
      undo.push(site.stop);
      await Promise.race([waitForSite(site, config), given]);
      return site;
    };
    const [door, site] = await bothOrNeither(prepareData(), bringUpSite());
    await keepWorker(config, undo, say);
    signal.throwIfAborted();
    const broken = site.ended.then((how) => `The site ended (${how}). Its log: ${site.logFile}`);
    return { url: config.publicUrl, door, broken, stop: () => undoAll(undo) };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}
