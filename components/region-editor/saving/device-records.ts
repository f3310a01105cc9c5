import { createStore, del, entries, get, set, type UseStore } from "idb-keyval";
import type { Draft } from "../store/state.ts";
import type { ChangeQueue } from "./change-queue.ts";

/** What one opened editor keeps on this device until the server has it. */
export interface DeviceRecord {
  /** The name of what is edited (document-name.ts): an image's id, unless it is drawn independently. */
  readonly imageId: string;
  readonly queue: ChangeQueue;
  readonly draft: Draft | null;
}

export interface HeldRecord {
  readonly name: string;
  readonly record: DeviceRecord;
  /** Lets others have it again; with `remove` there is nothing left to have. */
  release(remove: boolean): Promise<void>;
}

/** The records of one person on this device, shared by tabs; each is held by the tab that works with it. */
export interface DeviceRecords {
  /** False where the browser keeps nothing (some private windows): then memory has to serve. */
  readonly lasting: boolean;
  write(name: string, record: DeviceRecord): Promise<void>;
  remove(name: string): Promise<void>;
  /** Keeps other tabs off a record until released. */
  hold(name: string): Promise<() => void>;
  /** Records that no tab works with. @param waitMs how long to wait for one that is just being sent */
  leftBehind(imageId: string | null, waitMs: number): Promise<HeldRecord[]>;
}

export const recordName = (imageId: string, load: string) => `${imageId}/${load}`;

/** @param userId what one person has not sent is never sent in another's name */
export async function openDeviceRecords(userId: string): Promise<DeviceRecords> {
  const prefix = `${userId}/`;
  const lockOf = (name: string) => `whynot-regions/${prefix}${name}`;
  const store = await openStore();
  const memory = new Map<string, DeviceRecord>();

  async function list(): Promise<[string, DeviceRecord][]> {
    if (!store) return [...memory];
    const all = await entries<string, DeviceRecord>(store);
    return all
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, record]) => [key.slice(prefix.length), record]);
  }
  async function remove(name: string): Promise<void> {
    if (store) await del(prefix + name, store);
    else memory.delete(name);
  }
  return {
    lasting: store !== null,
    async write(name, record) {
      if (store) await set(prefix + name, record, store);
      else memory.set(name, record);
    },
    remove,
    hold: async (name) => (await takeLock(lockOf(name), 0)) ?? (() => undefined),
    async leftBehind(imageId, waitMs) {
      const names = (await list())
        .map(([name]) => name)
        .filter((name) => !imageId || name.startsWith(`${imageId}/`));
      const held: HeldRecord[] = [];
      for (const name of names.sort()) {
        const release = await takeLock(lockOf(name), waitMs);
        if (!release) continue;
        const record = store ? await get<DeviceRecord>(prefix + name, store) : memory.get(name);
        if (!record) release();
        else {
          held.push({
            name,
            record,
            release: async (gone) => {
              if (gone) await remove(name);
              release();
            },
          });
        }
      }
      return held;
    },
  };
}

async function openStore(): Promise<UseStore | null> {
  try {
    const store = createStore("whynot-regions", "records");
    await get("opened", store);
    return store;
  } catch {
    return null;
  }
}

/**
 * A lock over all tabs, or null when another tab keeps it. Without secure context there are none: then two tabs may send
 * the same change, which the server stores once.
 */
function takeLock(name: string, waitMs: number): Promise<(() => void) | null> {
  if (!navigator.locks) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    const work = (lock: Lock | null) => {
      if (!lock) return resolve(null);
      return new Promise<void>((release) => resolve(release));
    };
    const asked =
      waitMs > 0
        ? navigator.locks.request(name, { signal: AbortSignal.timeout(waitMs) }, work)
        : navigator.locks.request(name, { ifAvailable: true }, work);
    asked.catch(() => resolve(null));
  });
}
