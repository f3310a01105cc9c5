import { createStore, entries, get, set, type UseStore, update } from "idb-keyval";
import type { OutboxEntry, OutboxStore } from "./outbox.ts";

/** What this device remembers of one study, shared by its tabs. */
export interface DeviceStore {
  readonly outbox: OutboxStore;
  /** The device's own key to its place in the study; null before consent. */
  readClientKey(): Promise<string | null>;
  writeClientKey(key: string): Promise<void>;
  /** Whether what is written here is still there when the page is loaded again. */
  readonly lasting: boolean;
  readInstructed(): Promise<boolean>;
  writeInstructed(): Promise<void>;
}

interface KeyValue {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** Reads and writes in one transaction. */
  update(key: string, change: (old: unknown) => unknown): Promise<void>;
  entries(): Promise<[string, unknown][]>;
}

const ANSWER = "answer/";

/** @param studyKey each study has a database of its own. Without IndexedDB (some private windows) memory serves. */
export async function openDeviceStore(studyKey: string): Promise<DeviceStore> {
  try {
    return overKeyValue(await openIndexedDb(studyKey), true);
  } catch {
    return openMemoryStore();
  }
}

/** One that forgets everything with the page. */
export const openMemoryStore = (): DeviceStore => overKeyValue(inMemory(), false);

async function openIndexedDb(studyKey: string): Promise<KeyValue> {
  const store: UseStore = createStore(`rating-${studyKey}`, "device");
  await set("opened", Date.now(), store);
  return {
    get: (key) => get(key, store),
    set: (key, value) => set(key, value, store),
    update: (key, change) => update(key, change, store),
    entries: () => entries<string, unknown>(store),
  };
}

function inMemory(): KeyValue {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    update: async (key, change) => void values.set(key, change(values.get(key))),
    entries: async () => [...values],
  };
}

function overKeyValue(values: KeyValue, lasting: boolean): DeviceStore {
  return {
    lasting,
    outbox: {
      async add(entry) {
        await values.update(ANSWER + entry.trialId, (old) => old ?? entry);
        return (await values.get(ANSWER + entry.trialId)) as OutboxEntry;
      },
      replace: (entry) => values.set(ANSWER + entry.trialId, entry),
      async all() {
        const answers = (await values.entries()).filter(([key]) => key.startsWith(ANSWER));
        return answers
          .map(([, entry]) => entry as OutboxEntry)
          .sort((a, b) => a.answeredAt.localeCompare(b.answeredAt));
      },
    },
    readClientKey: async () => ((await values.get("clientKey")) as string | undefined) ?? null,
    async writeClientKey(key) {
      const before = await values.get("clientKey");
      await values.set("clientKey", key);
      // Somebody else on the same device has not read the instruction.
      if (before !== undefined && before !== key) await values.set("instructed", false);
    },
    readInstructed: async () => (await values.get("instructed")) === true,
    writeInstructed: () => values.set("instructed", true),
  };
}
