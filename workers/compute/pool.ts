import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { AppError } from "#lib/errors.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import { fromPlainError } from "./plain-error.ts";
import type { FromChild, TaskInput, TaskKind, TaskNote, TaskOutput, ToChild } from "./protocol.ts";

/** A process ended in the middle of its task: a fault, or the system that wanted its memory. */
export class ProcessDied extends Error {
  /** Signal or exit code. */
  readonly how: string;

  constructor(how: string) {
    super(`A compute process ended unexpectedly (${how}).`);
    this.name = "ProcessDied";
    this.how = how;
  }
}

export interface PoolOptions {
  /** Processes at most; they start when there is work. */
  size: number;
  /** A process with nothing to do is ended after this time, and its memory goes back to the system. */
  idleMs: number;
  engines?: EngineWish;
  /** As os.setPriority; below normal, unless said otherwise. */
  priority?: number;
  /** How long a process may take to notice a cancellation before it is ended. */
  cancelGraceMs?: number;
  /** What a process runs, unless it is the product's own tasks. */
  childFile?: URL;
}

export interface RunOptions<K extends TaskKind = TaskKind> {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
  onNote?: (note: TaskNote<K>) => void;
}

export interface ComputePool {
  /** Runs one task in a process. Rejects with the task's error, `cancelled` on abort, or the reason its process died. */
  run<K extends TaskKind>(kind: K, input: TaskInput<K>, options?: RunOptions<K>): Promise<TaskOutput<K>>;
  /** Processes alive now. */
  childCount(): number;
  processIds(): number[];
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

interface Child {
  process: ChildProcess;
  task: Task | null;
  idleTimer: NodeJS.Timeout | null;
}

/**
 * A few processes for heavy maths, started when needed and ended when idle. One that dies, even of a fault in native
 * code, fails only its task; one that ends gives all its memory back, which a child does not.
 */
export function openComputePool(options: PoolOptions): ComputePool {
  const children = new Set<Child>();
  const waiting: Task[] = [];
  let lastId = 0;
  let closed = false;

  function settle(child: Child, settleTask: (task: Task) => void): void {
    const task = child.task;
    child.task = null;
    if (task) settleTask(task);
    assignWork();
    if (!child.task && children.has(child)) {
      release(child);
      child.idleTimer = setTimeout(() => end(child), options.idleMs);
      child.idleTimer.unref();
    }
  }

  function receive(child: Child, message: FromChild): void {
    if (message.id !== child.task?.id) return;
    if (message.type === "progress") child.task.options.onProgress?.(message.done, message.total);
    else if (message.type === "note") child.task.options.onNote?.(message.note);
    else if (message.type === "done") settle(child, (task) => task.resolve(message.output));
    else settle(child, (task) => task.reject(fromPlainError(message.error)));
  }

  function lose(child: Child, error: Error): void {
    children.delete(child);
    if (child.idleTimer) clearTimeout(child.idleTimer);
    settle(child, (task) =>
      task.reject(task.options.signal?.aborted ? cancelled() : closed ? shuttingDown() : error),
    );
  }

  async function end(child: Child): Promise<void> {
    children.delete(child);
    if (child.process.exitCode !== null || child.process.signalCode !== null) return;
    const ended = once(child.process, "exit");
    // An idle child does not keep this process alive; waiting for its end has to.
    child.process.ref();
    child.process.kill("SIGKILL");
    await ended;
  }

  function startChild(): Child {
    const file = options.childFile ?? new URL(CHILD_FILE, import.meta.url);
    const { engines = {}, priority = constants.priority.PRIORITY_BELOW_NORMAL } = options;
    const started = fork(fileURLToPath(file), [JSON.stringify(engines), String(priority)], {
      // Structured clones: arrays of numbers cross as they are.
      serialization: "advanced",
      execArgv: [],
    });
    const child: Child = { process: started, task: null, idleTimer: null };
    started.on("message", (message) => receive(child, message as FromChild));
    started.on("error", (error) => lose(child, error));
    started.on("exit", (code, signal) => lose(child, new ProcessDied(signal ?? `code ${code}`)));
    children.add(child);
    return child;
  }

  function assignWork(): void {
    while (waiting.length > 0 && !closed) {
      const idle = [...children].find((child) => !child.task);
      if (!idle && children.size >= options.size) return;
      const child = idle ?? startChild();
      if (child.idleTimer) clearTimeout(child.idleTimer);
      const task = waiting.shift() as Task;
      child.task = task;
      hold(child);
      post(child, { type: "run", id: task.id, kind: task.kind, input: task.input });
    }
  }

  function abort(task: Task): void {
    const place = waiting.indexOf(task);
    if (place >= 0) {
      waiting.splice(place, 1);
      task.reject(cancelled());
      return;
    }
    const child = [...children].find((one) => one.task === task);
    if (!child) return;
    post(child, { type: "cancel", id: task.id });
    setTimeout(() => {
      if (child.task === task) void end(child);
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
          options: runOptions as RunOptions,
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
    childCount: () => children.size,
    processIds: () => [...children].flatMap(({ process }) => process.pid ?? []),
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) {
        task.reject(shuttingDown());
      }
      await Promise.all([...children].map(end));
    },
  };
}

/** Beside this file: TypeScript in the source tree, JavaScript where the worker was bundled. */
const CHILD_FILE = import.meta.url.endsWith(".ts") ? "./start-child.mjs" : "./child.js";

/** Work under way keeps this process alive; an idle child does not. */
function hold({ process }: Child): void {
  process.ref();
  process.channel?.ref();
}

function release({ process }: Child): void {
  process.unref();
  process.channel?.unref();
}

const shuttingDown = () => new AppError("unavailable", "The worker is shutting down.");

const cancelled = () => new AppError("cancelled", "This work was cancelled.");

/** A child that is gone is noticed by its exit. */
const post = (child: Child, message: ToChild) => child.process.send(message, () => {});
