import type { Page } from "@playwright/test";
import type { FromWorker, JobEvent, MapRequest, ModelFile } from "#components/playground/protocol.ts";

export interface WorkerQuestion {
  /** Pictures one after another, base64. */
  pictures: string[];
  models: ModelFile[];
  targets: number[];
  maps: MapRequest[];
  wish?: "wasm" | "webgpu";
}

/**
 * Asks the worker of an exported playground, inside the page, as the page itself does: what it says of each picture, the
 * pixels of previews left out.
 */
export function askWorker(page: Page, question: WorkerQuestion): Promise<JobEvent[][]> {
  return page.evaluate(async ({ pictures, wish, ...job }) => {
    const address = document.getElementById("app")?.dataset.engine ?? "";
    const worker = new Worker(new URL(address, document.baseURI), { type: "module" });
    worker.postMessage({ type: "start", binaries: new URL("engine/", document.baseURI).href, wish });
    const all: JobEvent[][] = [];
    for (const [id, picture] of pictures.entries()) {
      const file = await (await fetchless(picture)).blob();
      const events: JobEvent[] = [];
      const over = new Promise<void>((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
          events.push("preview" in data.event ? { ...data.event, preview: new Blob() } : data.event);
          if (data.event.type === "done" || data.event.type === "failed") resolve();
        };
      });
      worker.postMessage({ type: "run", id, job: { ...job, picture: { key: String(id), file } } });
      await over;
      all.push(events);
    }
    worker.terminate();
    return all;

    async function fetchless(base64: string): Promise<Response> {
      return new Response(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
    }
  }, question);
}
