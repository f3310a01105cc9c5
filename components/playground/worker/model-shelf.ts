import { AppError } from "#lib/errors.ts";
import { viewOnActiveEngine } from "#lib/scouter/view-model.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import type { ModelFile } from "../protocol.ts";

/** Weights kept at once; a phone ends pages that hold much more. */
const KEPT_BYTES = 200e6;

/** Share of the weights that has arrived, in bytes of this file. */
type OnArrival = (loaded: number) => void;

/** The models that were opened: each is read once, and the longest unused go when there are too many. */
export function createModelShelf() {
  const shelf = new Map<string, { view: ModelView; bytes: number }>();

  async function makeRoom(needed: number, inUse: ReadonlySet<string>): Promise<void> {
    let held = [...shelf.values()].reduce((sum, { bytes }) => sum + bytes, needed);
    for (const [id, { view, bytes }] of [...shelf]) {
      if (held <= KEPT_BYTES) return;
      if (inUse.has(id)) continue;
      shelf.delete(id);
      await view.dispose();
      held -= bytes;
    }
  }

  return {
    has: (id: string) => shelf.has(id),
    /** @throws AppError for weights that do not arrive or are none, `cancelled` after an abort */
    async open(file: ModelFile, inUse: ReadonlySet<string>, signal: AbortSignal, onArrival: OnArrival) {
      const known = shelf.get(file.id);
      if (known) {
        shelf.delete(file.id);
        shelf.set(file.id, known);
        return known.view;
      }
      const weights = await fetchWeights(file, signal, onArrival);
      await makeRoom(weights.length, inUse);
      const view = viewOnActiveEngine(weights);
      shelf.set(file.id, { view, bytes: weights.length });
      return view;
    },
  };
}

async function fetchWeights(
  { address, bytes }: ModelFile,
  signal: AbortSignal,
  onArrival: OnArrival,
): Promise<Uint8Array> {
  try {
    const response = await fetch(address, { signal });
    if (response.status === 401 || response.status === 403) {
      throw new AppError("forbidden", "You are no longer signed in: load the page again.");
    }
    if (!response.ok || !response.body) {
      throw new AppError(
        "unavailable",
        `The model’s weights did not arrive (${response.status}): try again.`,
      );
    }
    return await readAll(response.body, bytes, onArrival);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (signal.aborted) throw new AppError("cancelled", "Stopped.");
    throw new AppError("unavailable", "The model’s weights did not arrive: check the network and try again.");
  }
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  expected: number,
  onArrival: OnArrival,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    onArrival(Math.min(length, expected));
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
