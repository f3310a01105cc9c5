import { Worker } from "node:worker_threads";
import { AppError } from "#lib/errors.ts";
import { fromPlainError } from "./plain-error.ts";
import type { EngineWish, FromThread, TaskInput, TaskKind, TaskOutput, ToThread } from "./protocol.ts";

export interface PoolOptions {
  /** Threads at most; they start when there is work. */
  size: number;
  /** A thread with nothing to do is ended after this time, and its memory goes back to the system. */
  idleMs: number;
  engines?: EngineWish;
  /** How long a thread may take to notice a cancellation before it is ended. */
  cancelGraceMs?: number;
  /** What a thread runs, unless it is the product's own tasks. */
  threadFile?: URL;
}

export interface RunOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface ComputePool {
  /** Runs one task in a thread. Rejects with the task's error, `cancelled` on abort, or the reason the thread died. */
  run<K extends TaskKind>(kind: K, input: TaskInput<K>, options?: RunOptions): Promise<TaskOutput<K>>;
  /** Threads alive now. */
  threadCount(): number;
  close(): Promise<void>;
}

interface Task {
  id: number;
  kind: TaskKind;
  input: TaskInput<TaskKind>;
  options: RunOptions;
  resolve(output: TaskOutput<TaskKind>): void;
  reject(error: unknown): void;
}

interface Thread {
  worker: Worker;
  task: Task | null;
  idleTimer: NodeJS.Timeout | null;
}

/** A few threads for heavy maths, started when needed and ended when idle. A thread that dies fails only its task. */
export function openComputePool(options: PoolOptions): ComputePool {
  const threads = new Set<Thread>();
  const waiting: Task[] = [];
  let lastId = 0;
  let closed = false;

  function settle(thread: Thread, settleTask: (task: Task) => void): void {
    const task = thread.task;
    thread.task = null;
    if (task) settleTask(task);
    assignWork();
    if (!thread.task && threads.has(thread)) {
      thread.worker.unref();
      thread.idleTimer = setTimeout(() => end(thread), options.idleMs);
      thread.idleTimer.unref();
    }
  }

  function receive(thread: Thread, message: FromThread): void {
    if (message.id !== thread.task?.id) return;
    if (message.type === "progress") thread.task.options.onProgress?.(message.done, message.total);
    else if (message.type === "done") settle(thread, (task) => task.resolve(message.output));
    else settle(thread, (task) => task.reject(fromPlainError(message.error)));
  }

  function lose(thread: Thread, error: Error): void {
    threads.delete(thread);
    if (thread.idleTimer) clearTimeout(thread.idleTimer);
    settle(thread, (task) =>
      task.reject(task.options.signal?.aborted ? cancelled() : closed ? shuttingDown() : error),
    );
  }

  function end(thread: Thread): Promise<number> {
    threads.delete(thread);
    return thread.worker.terminate();
  }

  function startThread(): Thread {
    const worker = new Worker(options.threadFile ?? new URL(THREAD_FILE, import.meta.url), {
      workerData: options.engines ?? {},
    });
    const thread: Thread = { worker, task: null, idleTimer: null };
    worker.on("message", (message: FromThread) => receive(thread, message));
    worker.on("error", (error) => lose(thread, error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (code) =>
      lose(thread, new Error(`A compute thread ended unexpectedly (code ${code}).`)),
    );
    worker.unref();
    threads.add(thread);
    return thread;
  }

  function assignWork(): void {
    while (waiting.length > 0 && !closed) {
      const idle = [...threads].find((thread) => !thread.task);
      if (!idle && threads.size >= options.size) return;
      const thread = idle ?? startThread();
      if (thread.idleTimer) clearTimeout(thread.idleTimer);
      const task = waiting.shift() as Task;
      thread.task = task;
      thread.worker.ref();
      post(thread, { type: "run", id: task.id, kind: task.kind, input: task.input });
    }
  }

  function abort(task: Task): void {
    const place = waiting.indexOf(task);
    if (place >= 0) {
      waiting.splice(place, 1);
      task.reject(cancelled());
      return;
    }
    const thread = [...threads].find((one) => one.task === task);
    if (!thread) return;
    post(thread, { type: "cancel", id: task.id });
    setTimeout(() => {
      if (thread.task === task) void end(thread);
    }, options.cancelGraceMs ?? 1500).unref();
  }

  return {
    run(kind, input, runOptions = {}) {
      if (closed) return Promise.reject(shuttingDown());
      if (runOptions.signal?.aborted) return Promise.reject(cancelled());
      return new Promise((resolve, reject) => {
        const onAbort = () => abort(task);
        const stopListening = () => runOptions.signal?.removeEventListener("abort", onAbort);
        const task: Task = {
          id: ++lastId,
          kind,
          input,
          options: runOptions,
          resolve: (output) => {
            stopListening();
            resolve(output as TaskOutput<typeof kind>);
          },
          reject: (error) => {
            stopListening();
            reject(error);
          },
        };
        runOptions.signal?.addEventListener("abort", onAbort, { once: true });
        waiting.push(task);
        assignWork();
      });
    },
    threadCount: () => threads.size,
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) {
        task.reject(shuttingDown());
      }
      await Promise.all([...threads].map(end));
    },
  };
}

/** Beside this file: TypeScript in the source tree, JavaScript where the worker was bundled. */
const THREAD_FILE = import.meta.url.endsWith(".ts") ? "./start-thread.mjs" : "./thread.js";

const shuttingDown = () => new AppError("unavailable", "The worker is shutting down.");

const cancelled = () => new AppError("cancelled", "This work was cancelled.");

const post = (thread: Thread, message: ToThread) => thread.worker.postMessage(message);
