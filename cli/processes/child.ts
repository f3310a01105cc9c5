import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const PROJECT_FOLDER = fileURLToPath(new URL("../../", import.meta.url));
const DIE_WITH_PARENT = fileURLToPath(new URL("./die-with-parent.mjs", import.meta.url));

export interface Child {
  name: string;
  pid: number;
  logFile: string;
  /** Resolves when the process has ended, with its code or signal. */
  ended: Promise<string>;
  /** Asks it to end, then after a while makes it. */
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 6_000;

function endOf(process_: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    process_.once("error", (error) => resolve(error.message));
    process_.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
}

/**
 * Starts a Node program of ours in a process group of its own, so that Ctrl-C reaches only this process, which then
 * ends the others in order. Its output goes to `<home>/logs/<name>.log`.
 */
export async function startChild(options: {
  name: string;
  args: readonly string[];
  home: string;
  env: Record<string, string>;
}): Promise<Child> {
  const { name, args, home, env } = options;
  const logFile = path.join(home, "logs", `${name}.log`);
  await mkdir(path.dirname(logFile), { recursive: true });
  const log = await open(logFile, "w", 0o600);
  const child = spawn(process.execPath, ["--import", DIE_WITH_PARENT, ...args], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, WHYNOT_HOME: home, WHYNOT_IS_INSTALLED: "1", ...env },
    stdio: ["ignore", log.fd, log.fd, "ipc"],
    detached: process.platform !== "win32",
  });
  const ended = endOf(child);
  await log.close();
  return {
    name,
    pid: child.pid ?? 0,
    logFile,
    ended,
    async stop() {
      child.kill("SIGTERM");
      const waiting = new AbortController();
      const timeout = sleep(STOP_TIMEOUT_MS, "late", { signal: waiting.signal }).catch(() => "ended");
      if ((await Promise.race([ended, timeout])) === "late") child.kill("SIGKILL");
      waiting.abort();
      await ended;
    },
  };
}
