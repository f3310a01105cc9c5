import { parentPort, workerData } from "node:worker_threads";
import { selectEngines } from "#lib/tensor/engine.ts";
import { createModelCache } from "./open-models.ts";
import { toPlainError } from "./plain-error.ts";
import type { EngineWish, FromThread, TaskKind, ToThread } from "./protocol.ts";
import { type Surroundings, tasks } from "./tasks.ts";

const port = parentPort;
if (!port) throw new Error("workers/compute/thread.ts is started by the pool");

const wish = workerData as EngineWish;
const openCached = createModelCache(wish);
const engineName = selectEngines(wish).then(
  ({ forward, gradient }) =>
    `forward ${forward.name} ${forward.version}, gradient ${gradient.name} ${gradient.version}`,
);
const running = new Map<number, AbortController>();

port.on("message", (message: ToThread) => {
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
      progress: (done, total) => send({ type: "progress", id, done, total }),
    };
    const task = tasks[kind] as (
      input: unknown,
      surroundings: Surroundings,
    ) => ReturnType<(typeof tasks)[TaskKind]>;
    const { output, transfer } = await task(input, surroundings);
    send({ type: "done", id, output }, transfer);
  } catch (error) {
    send({ type: "failed", id, error: toPlainError(error) });
  } finally {
    running.delete(id);
  }
}

function send(message: FromThread, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}
