import { SingleBar } from "cli-progress";

export interface ProgressLine {
  update(done: number, note?: string): void;
  /** Prints a line above the bar. */
  say(text: string): void;
  stop(): void;
}

/** Seconds between lines where the output is no terminal. */
const LINE_SECONDS = 15;

const minutes = (seconds: number) =>
  seconds >= 90 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`;

/** A bar on a terminal, a line now and then elsewhere; both with rate and time left. Writes to stderr. */
export function openProgress(label: string, unit: string, total: number): ProgressLine {
  const began = Date.now();
  const bar = process.stderr.isTTY
    ? new SingleBar({
        format: `${label} {bar} {percentage}% {note}`,
        stream: process.stderr,
        clearOnComplete: true,
      })
    : null;
  bar?.start(total, 0, { note: "" });
  let said = began;
  return {
    update(done, note = "") {
      const rate = done / ((Date.now() - began) / 1000);
      const text = `${rate.toFixed(1)} ${unit}/s, ${minutes((total - done) / rate)} left${note && `, ${note}`}`;
      bar?.update(done, { note: text });
      if (!bar && Date.now() - said >= LINE_SECONDS * 1000) {
        said = Date.now();
        process.stderr.write(`${label} ${done}/${total} ${unit}, ${text}\n`);
      }
    },
    say(text) {
      process.stderr.write(bar ? `\r\u001b[K${text}\n` : `${text}\n`);
    },
    stop: () => bar?.stop(),
  };
}
