import { openModel } from "#lib/scouter/open-model.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import type { ModelFile } from "./protocol.ts";

/** Models a process keeps open: a run rarely uses more at a time. */
const CAPACITY = 4;

/** The process's open models, by content; the least recently used one is closed when there are too many. */
export function createModelCache(engines: EngineWish) {
  const open = new Map<string, Promise<ModelView>>();

  return async function openCached({ sha256, weights }: ModelFile): Promise<ModelView> {
    const model = open.get(sha256) ?? openModel(weights, engines);
    open.delete(sha256);
    open.set(sha256, model);
    model.catch(() => open.delete(sha256));
    if (open.size > CAPACITY) {
      const [oldest] = open.keys();
      const evicted = await open.get(oldest);
      open.delete(oldest);
      await evicted?.dispose();
    }
    return model;
  };
}
