import type { ChosenFile } from "./chosen-files.ts";
import { Refused, sendFile } from "./send-file.ts";

export interface UploadProgress {
  state: "sending" | "waiting" | "paused" | "sent" | "refused";
  sentBytes: number;
  totalBytes: number;
  sentFiles: number;
  totalFiles: number;
  /** Why it waits or was refused. */
  error: string | null;
}

/** Files sent at once: requests of small ones overlap. */
const AT_ONCE = 4;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** Sends the files of an import, through lost connections, until all have come or one is refused. */
export class Upload {
  readonly importId: string;
  private readonly files: readonly ChosenFile[];
  private readonly received: Float64Array;
  private readonly listeners = new Set<() => void>();
  private progress: UploadProgress;
  private stop = new AbortController();

  constructor(importId: string, files: readonly ChosenFile[]) {
    this.importId = importId;
    this.files = files;
    this.received = new Float64Array(files.length).fill(-1);
    const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
    this.progress = {
      state: "paused",
      sentBytes: 0,
      totalBytes,
      sentFiles: 0,
      totalFiles: files.length,
      error: null,
    };
  }

  readonly read = (): UploadProgress => this.progress;

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  pause(): void {
    this.stop.abort();
    if (this.progress.state !== "sent") this.show({ state: "paused", error: null });
  }

  /** Goes on until all has come, it is paused, or a file is refused. */
  async run(): Promise<void> {
    this.stop.abort();
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.show({ state: "sending", error: null });
    let waitMs = FIRST_WAIT_MS;
    while (!signal.aborted) {
      const before = this.progress.sentBytes + this.progress.sentFiles;
      try {
        await this.sendAll(signal);
        return this.show({ state: "sent", error: null });
      } catch (error) {
        if (signal.aborted) return;
        const message = failureWords(error);
        if (error instanceof Refused) return this.show({ state: "refused", error: message });
        const got = this.progress.sentBytes + this.progress.sentFiles > before;
        waitMs = got ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 2 * waitMs);
        this.show({ state: "waiting", error: message });
        await waitForConnection(waitMs, signal);
        if (!signal.aborted) this.show({ state: "sending", error: null });
      }
    }
  }

  private async sendAll(signal: AbortSignal): Promise<void> {
    let next = 0;
    const round = new AbortController();
    const either = AbortSignal.any([signal, round.signal]);
    const work = async () => {
      while (next < this.files.length && !either.aborted) {
        const index = next++;
        if (this.received[index] === this.files[index].file.size) continue;
        await sendFile(this.importId, this.files[index], (count) => this.count(index, count), either);
      }
      either.throwIfAborted();
    };
    // One that fails ends the others: they go on together.
    await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        work().catch((error) => {
          round.abort(error);
          throw error;
        }),
      ),
    );
  }

  private count(index: number, received: number): void {
    const before = Math.max(0, this.received[index]);
    const isNewlyWhole = this.received[index] !== received && received === this.files[index].file.size;
    this.received[index] = received;
    this.show({
      sentBytes: this.progress.sentBytes + received - before,
      sentFiles: this.progress.sentFiles + (isNewlyWhole ? 1 : 0),
    });
  }

  private show(change: Partial<UploadProgress>): void {
    this.progress = { ...this.progress, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** A browser says that a request came to nothing as a TypeError in words of its own. */
function failureWords(error: unknown): string {
  if (error instanceof TypeError) return "The connection was lost.";
  return error instanceof Error ? error.message : String(error);
}

/** Until some time has passed, or the browser says that it is connected again. */
function waitForConnection(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener("online", end, { once: true });
    signal.addEventListener("abort", end, { once: true });
  });
}

/** Uploads of this tab by import: they go on while one looks at other pages of the site. */
const uploads = new Map<string, Upload>();

export const findUpload = (importId: string): Upload | undefined => uploads.get(importId);

/** Begins to send, in place of what the tab was sending for this import. */
export function beginUpload(importId: string, files: readonly ChosenFile[]): Upload {
  uploads.get(importId)?.pause();
  const upload = new Upload(importId, files);
  uploads.set(importId, upload);
  void upload.run();
  return upload;
}

export function forgetUpload(importId: string): void {
  uploads.get(importId)?.pause();
  uploads.delete(importId);
}
