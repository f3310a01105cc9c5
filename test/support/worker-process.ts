import { type ChildProcess, spawn } from "node:child_process";
import type { TestDatabase } from "./database.ts";

export type WorkerProcess = ChildProcess;

/** The product's own worker, in a process that can be killed. @param leaseMs after which its job is taken over */
export function startWorkerProcess(
  { url, home }: Pick<TestDatabase, "url" | "home">,
  leaseMs = 1_500,
): WorkerProcess {
  return spawn(process.execPath, ["bin/whynot", "worker"], {
    env: {
      ...process.env,
      WHYNOT_IS_INSTALLED: "1",
      DATABASE_URL: url,
      WHYNOT_HOME: home,
      JOB_LEASE_MS: String(leaseMs),
      LOG_LEVEL: "fatal",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Ends a process and waits until it is gone. */
export function endProcess(process: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => process.once("exit", () => resolve()));
  process.kill(signal);
  return ended;
}
