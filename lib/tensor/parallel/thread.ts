import { parentPort, workerData } from "node:worker_threads";
import { type Answer, encodeError, type ThreadStart } from "./messages.ts";
import type { ThreadTask } from "./thread-pool.ts";

const { module, name, init } = workerData as ThreadStart;

async function answer(work: () => unknown): Promise<void> {
  let result: Answer;
  try {
    result = { ok: true, output: await work() };
  } catch (error) {
    result = { ok: false, error: encodeError(error) };
  }
  parentPort?.postMessage(result);
}

async function open(): Promise<ThreadTask<unknown, unknown, unknown>> {
  const exports = (await import(module)) as Record<string, ThreadTask<unknown, unknown, unknown>>;
  if (typeof exports[name] !== "function") throw new Error(`${module} exports no function ${name}.`);
  return exports[name];
}

const opened = open().then((task) => task(init));
void answer(async () => void (await opened));
parentPort?.on("message", (input) => void answer(async () => (await opened)(input)));
