import type { FromWorker, Job, JobEvent, ToWorker } from "./protocol.ts";

export interface EngineClient {
  /** @returns a function that cancels the job; no event of it follows */
  run(job: Job, onEvent: (event: JobEvent) => void): () => void;
  close(): void;
}

const CANNOT_START =
  "The maths of this page did not start. Load the page again; if that does not help, the browser is too old (Chrome 91, Firefox 114, Safari 16.4 or newer).";

interface Waiting {
  job: Job;
  onEvent: (event: JobEvent) => void;
}

/**
 * Starts the worker with the maths. A failure that nobody foresaw on a GPU moves everything to wasm, once, and runs what was
 * under way again.
 * @param address of the worker's script, absolute; the engine's binaries lie beside it
 */
export function openEngine(address: string): EngineClient {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let isGpu = false;
  let worker: Worker | null = null;

  const post = (message: ToWorker) => worker?.postMessage(message);
  const send = (id: number, { job }: Waiting) => post({ type: "run", id, job });

  function start(wish?: "wasm"): void {
    worker?.terminate();
    isGpu = false;
    worker = new Worker(address, { type: "module", name: "whynot" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      failAll(CANNOT_START);
    };
    post({ type: "start", binaries: new URL("./", address).href, wish });
  }

  function failAll(message: string): void {
    worker?.terminate();
    worker = null;
    const all = [...waiting.values()];
    waiting.clear();
    for (const { onEvent } of all) onEvent({ type: "failed", code: "unexpected", message });
  }

  function receive({ id, event }: FromWorker): void {
    if (event.type === "engine") isGpu = event.engine.name.startsWith("webgpu");
    if (event.type === "failed" && event.code === "unexpected" && isGpu) {
      start("wasm");
      for (const [other, job] of waiting) send(other, job);
      return;
    }
    const job = waiting.get(id);
    if (event.type === "done" || event.type === "failed") waiting.delete(id);
    job?.onEvent(event);
  }

  start();
  return {
    run(job, onEvent) {
      if (!worker) start();
      const id = nextId++;
      const entry = { job, onEvent };
      waiting.set(id, entry);
      send(id, entry);
      return () => {
        if (waiting.delete(id)) post({ type: "cancel", id });
      };
    },
    close() {
      waiting.clear();
      worker?.terminate();
      worker = null;
    },
  };
}
