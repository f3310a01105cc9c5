/** One report of progress. */
export interface Progress {
  done: number;
  total?: number;
  message?: string;
}

/**
 * Passes on at most one report an interval, always the latest, never two at once.
 * @returns `report`, and `flush` which waits for the last one
 */
export function throttleProgress(write: (progress: Progress) => Promise<void>, intervalMs: number) {
  let waiting: Progress | undefined;
  let writing: Promise<void> | undefined;
  let lastAt = 0;

  const drain = async (): Promise<void> => {
    while (waiting) {
      const next = waiting;
      waiting = undefined;
      lastAt = Date.now();
      await write(next);
    }
  };
  const flush = async (): Promise<void> => {
    await writing;
    writing = drain().finally(() => {
      writing = undefined;
    });
    await writing;
  };
  const report = async (progress: Progress): Promise<void> => {
    waiting = { ...waiting, ...progress };
    if (!writing && Date.now() - lastAt >= intervalMs) await flush();
  };
  return { report, flush };
}
