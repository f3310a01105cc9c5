import { AppError } from "#lib/errors.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import { describeEngines, type EngineWish } from "#lib/tensor/engine-names.ts";
import { createModelCache } from "./open-models.ts";
import { toPlainError } from "./plain-error.ts";
import type { FromChild, TaskKind, ToChild } from "./protocol.ts";
import { type Surroundings, tasks } from "./tasks.ts";

const wish: EngineWish = JSON.parse(process.argv[2]);
const openCached = createModelCache(wish);
const engineName = selectEngines(wish).then(describeEngines);
const running = new Map<number, AbortController>();

// Ctrl-C reaches every process of a terminal: the worker decides what becomes of its work.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
process.on("message", (message: ToChild) => {
  if (message.type === "cancel") running.get(message.id)?.abort();
  else void runTask(message.id, message.kind, message.input);
});

async function runTask(id: number, kind: TaskKind, input: unknown): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const surroundings: Surroundings = {
      openModel: openCached,
      engine: await engineName,
      signal: controller.signal,
      progress: (done, total) => void send({ type: "progress", id, done, total }),
      note: (note) => send({ type: "note", id, note }),
    };
    const task = tasks[kind] as (
      input: unknown,
      surroundings: Surroundings,
    ) => ReturnType<(typeof tasks)[TaskKind]>;
    send({ type: "done", id, output: await task(input, surroundings) });
  } catch (error) {
    const failure = controller.signal.aborted
      ? new AppError("cancelled", "This work was cancelled.", {}, error)
      : error;
    send({ type: "failed", id, error: toPlainError(failure) });
  } finally {
    running.delete(id);
  }
}

/** Resolves when the message has left this process: a large one waits until the other side has read it. */
function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
}
