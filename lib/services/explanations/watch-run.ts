import type { Ctx } from "../context.ts";
import { getRunProgress, type RunProgress } from "./get-run-progress.ts";

/** Calls back at every change of a job; what lib/jobs/listen.ts gives. Returns what ends it. */
export type Subscribe = (onEvent: (event: { runId: string | null }) => void) => () => void;

export interface WatchRun {
  subscribe: Subscribe;
  send(progress: RunProgress): void;
  /** Called once, after the last state was sent. */
  onOver(): void;
  /** Shortest time between two reads, however many shards report. */
  intervalMs?: number;
  /** Read in any case after this time: notifications are lost while the database is away. */
  pollMs?: number;
}

export const isOver = ({ state }: RunProgress): boolean => state !== "queued" && state !== "running";

/**
 * Follows a run: where it stands now, then each change, until it is over. A database that goes away is waited for.
 * @param first the snapshot, read by the caller so that a run that is not there is an error and not a silent stream
 * @returns what ends it early
 */
export function watchRun(ctx: Ctx, runId: string, first: RunProgress, options: WatchRun): () => void {
  const { subscribe, send, onOver, intervalMs = 300, pollMs = 4000 } = options;
  let sent = "";
  let over = false;
  let reading = false;
  let changedMeanwhile = false;
  let lastReadMs = 0;
  let timer: NodeJS.Timeout | undefined;

  const end = () => {
    over = true;
    clearTimeout(timer);
    unsubscribe();
  };
  const show = (progress: RunProgress) => {
    const text = JSON.stringify(progress);
    if (text !== sent) send(progress);
    sent = text;
    if (!isOver(progress)) return;
    end();
    onOver();
  };
  const readIn = (delayMs: number) => {
    if (over) return;
    changedMeanwhile = reading;
    if (reading) return;
    clearTimeout(timer);
    timer = setTimeout(read, delayMs);
  };
  const read = async () => {
    reading = true;
    lastReadMs = Date.now();
    const progress = await getRunProgress(ctx, runId).catch(() => null);
    reading = false;
    if (progress && !over) show(progress);
    readIn(changedMeanwhile ? intervalMs : pollMs);
  };
  const unsubscribe = subscribe((event) => {
    if (event.runId === runId) readIn(Math.max(0, lastReadMs + intervalMs - Date.now()));
  });
  show(first);
  readIn(pollMs);
  return end;
}
