import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

const DAY_MS = 24 * 3_600_000;
/** After a failure, such as a database that is away. */
const RETRY_MS = 60_000;

/** Does a piece of work now and once a day until `signal` fires; a failure is logged and tried again in a minute. */
export async function everyDay(work: () => Promise<void>, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    let pauseMs = DAY_MS;
    try {
      await work();
    } catch (err) {
      log.warn({ err }, "daily work failed");
      pauseMs = RETRY_MS;
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}
