import type { JobEvent } from "#lib/jobs/listen.ts";

/** Calls back at every change of a job; what lib/jobs/listen.ts gives. Returns what ends it. */
export type Subscribe = (onEvent: (event: Pick<JobEvent, "runId" | "trainingId">) => void) => () => void;

export interface WatchOptions<Progress> {
  subscribe: Subscribe;
  send(progress: Progress): void;
  /** Called once, after the last state was sent. */
  onOver(): void;
  /** Shortest time between two reads, however much is reported. */
  intervalMs?: number;
  /** Read in any case after this time: notifications are lost while the database is away. */
  pollMs?: number;
}

export interface Watched<Progress> {
  /** The snapshot, read by the caller so that something that is not there is an error and not a silent stream. */
  first: Progress;
  read(): Promise<Progress>;
  concerns(event: Parameters<Parameters<Subscribe>[0]>[0]): boolean;
}

const isOver = ({ state }: { state: string }): boolean => state !== "queued" && state !== "running";

/**
 * Follows a run or a training: where it stands now, then each change, until it is over. A database that goes away is
 * waited for.
 * @returns what ends it early
 */
export function watch<Progress extends { state: string }>(
  { first, read, concerns }: Watched<Progress>,
  { subscribe, send, onOver, intervalMs = 300, pollMs = 4000 }: WatchOptions<Progress>,
): () => void {
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
  const show = (progress: Progress) => {
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
    timer = setTimeout(look, delayMs);
  };
  const look = async () => {
    reading = true;
    lastReadMs = Date.now();
    const progress = await read().catch(() => null);
    reading = false;
    if (progress && !over) show(progress);
    readIn(changedMeanwhile ? intervalMs : pollMs);
  };
  const unsubscribe = subscribe((event) => {
    if (concerns(event)) readIn(Math.max(0, lastReadMs + intervalMs - Date.now()));
  });
  show(first);
  readIn(pollMs);
  return end;
}
