import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseAway } from "./is-database-away.ts";

/** After that a job's lease has run out and another worker has it. */
const PATIENCE_MS = 120_000;

/** Repeats a write until the database is back: what took long to make must not be made again for a restart. */
export async function persist<T>(write: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let delayMs = 200; ; delayMs = Math.min(2 * delayMs, 5_000)) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() + delayMs > deadline) throw error;
      await sleep(delayMs);
    }
  }
}
