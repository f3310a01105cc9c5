import { retryDelayMs } from "./outbox.ts";
import { Unreachable } from "./site.ts";

export interface StimulusCache {
  /** The picture's address once it is on this device: resolves late rather than never while the line is down. */
  get(id: string): Promise<string>;
  /** Fetches these in order, one after the other, so that the next one needed comes first. */
  preload(ids: readonly string[]): void;
}

/**
 * @param read fetches one picture.
 * @param wait resolves after that many milliseconds, or sooner when the line comes back.
 */
export function createStimulusCache(
  read: (id: string) => Promise<string>,
  wait: (delayMs: number) => Promise<void>,
): StimulusCache {
  const pictures = new Map<string, Promise<string>>();
  let queue: string[] = [];
  let working = false;

  async function fetchUntilThere(id: string): Promise<string> {
    for (let failures = 0; ; ) {
      try {
        return await read(id);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        failures += 1;
        await wait(retryDelayMs(failures));
      }
    }
  }

  function get(id: string): Promise<string> {
    const known = pictures.get(id);
    if (known) return known;
    const picture = fetchUntilThere(id);
    pictures.set(id, picture);
    picture.catch(() => pictures.delete(id));
    return picture;
  }

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) await get(id).catch(() => undefined);
    working = false;
  }

  return {
    get,
    preload(ids) {
      queue = ids.filter((id) => !pictures.has(id));
      void work();
    },
  };
}
