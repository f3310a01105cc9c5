const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ctrl-C arrives twice under npm, which passes on what the terminal has sent already. */
const SAME_SIGNAL_MS = 1_500;

/** Fires at the first signal; a later one ends the process however far it is. */
export function onceSignalled(): AbortSignal {
  const stop = new AbortController();
  let firstAt = 0;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stop.signal.aborted && Date.now() - firstAt < SAME_SIGNAL_MS) return;
      if (stop.signal.aborted) process.exit(1);
      firstAt = Date.now();
      console.log("\nStopping ...");
      stop.abort();
    });
  }
  return stop.signal;
}
