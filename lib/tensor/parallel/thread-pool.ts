import { Worker } from "node:worker_threads";
import { AppError } from "../../errors.ts";
import { type Answer, decodeError, type ThreadStart } from "./messages.ts";

/**
 * What a thread runs: a module's export, called once with what the pool was opened with; what it returns answers each
 * call. Both may be slow, and both may throw: the error reaches the caller as it was thrown.
 */
export type ThreadTask<Init, Input, Output> = (
  init: Init,
) => ((input: Input) => Promise<Output> | Output) | Promise<(input: Input) => Promise<Output> | Output>;

export interface ThreadPoolOptions<Init> {
  /** A file, and the name of the ThreadTask in it. */
  module: URL;
  name: string;
  /** One thread each. Typed arrays on a SharedArrayBuffer are shared, anything else is copied. */
  inits: readonly Init[];
}

export interface RunOptions {
  signal?: AbortSignal;
  /** Memory of each input that is handed over instead of copied: the caller's arrays on it are empty afterwards. */
  transfers?: readonly (readonly ArrayBuffer[])[];
}

export interface ThreadPool<Input, Output> {
  readonly size: number;
  /**
   * Calls the first threads, one input each, all at once; answers in their order. One call at a time. If a thread fails or
   * dies, or the signal is raised, the pool is closed and this rejects with that error, or `cancelled`.
   */
  run(inputs: readonly Input[], options?: RunOptions): Promise<Output[]>;
  /** Ends the threads, also in the middle of a call. */
  close(): Promise<void>;
}

/** Beside this file: TypeScript in the source tree, JavaScript where it was bundled. */
const THREAD_FILE = import.meta.url.endsWith(".ts") ? "./start-thread.mjs" : "./thread.js";

/** Starts the threads and waits until all are open. They end with this process and do not keep it alive. */
export async function openThreadPool<Init, Input, Output>(
  options: ThreadPoolOptions<Init>,
): Promise<ThreadPool<Input, Output>> {
  const { module, name, inits } = options;
  const threads = inits.map((init) => startThread({ module: module.href, name, init }));
  let closed: Error | null = null;
  let isBusy = true;

  async function close(reason: Error = new AppError("unavailable", "The threads were ended.")) {
    closed ??= reason;
    await Promise.all(threads.map((thread) => thread.end(reason)));
  }

  /** All answers, or the first failure, with which everything ends. */
  async function settle<T>(answers: Promise<T>[]): Promise<T[]> {
    try {
      return await Promise.all(answers);
    } catch (error) {
      await close(error as Error);
      throw error;
    } finally {
      isBusy = false;
    }
  }

  await settle(threads.map((thread) => thread.answer()));
  return {
    size: threads.length,
    async run(inputs, { signal, transfers = [] } = {}) {
      if (closed) throw closed;
      if (isBusy) throw new Error("These threads are busy: await one call before the next.");
      if (inputs.length > threads.length)
        throw new Error(`${inputs.length} inputs for ${threads.length} threads.`);
      const cancel = () => void close(new AppError("cancelled", "This work was cancelled."));
      if (signal?.aborted) cancel();
      signal?.addEventListener("abort", cancel, { once: true });
      isBusy = true;
      try {
        return await settle(
          inputs.map((input, i) => threads[i].call(input, transfers[i]) as Promise<Output>),
        );
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    },
    close: () => close(),
  };
}

interface Thread {
  call(input: unknown, transfer?: readonly ArrayBuffer[]): Promise<unknown>;
  answer(): Promise<unknown>;
  end(reason: Error): Promise<void>;
}

function startThread(start: ThreadStart): Thread {
  const worker = new Worker(new URL(THREAD_FILE, import.meta.url), { workerData: start, execArgv: [] });
  let lost: Error | null = null;
  let waiting: { resolve(output: unknown): void; reject(error: Error): void } | null = null;

  function take() {
    const taken = waiting;
    waiting = null;
    worker.unref();
    return taken;
  }
  function lose(error: Error): void {
    lost ??= error;
    take()?.reject(lost);
  }
  worker.on("message", (answer: Answer) => {
    if (answer.ok) take()?.resolve(answer.output);
    else take()?.reject(decodeError(answer.error));
  });
  worker.on("error", lose);
  worker.on("exit", (code) => lose(new Error(`A thread ended unexpectedly (code ${code}).`)));

  function answer(): Promise<unknown> {
    if (lost) return Promise.reject(lost);
    worker.ref();
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
  }
  return {
    answer,
    call(input, transfer = []) {
      const answered = answer();
      if (!lost) worker.postMessage(input, transfer);
      return answered;
    },
    async end(reason) {
      lose(reason);
      await worker.terminate();
    },
  };
}
