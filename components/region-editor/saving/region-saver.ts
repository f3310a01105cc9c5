import type { EditorStore } from "../store/editor-store.ts";
import { receive } from "../store/history.ts";
import type { EditorRegion, EditorState } from "../store/state.ts";
import { type ChangeQueue, type Conflict, EMPTY_QUEUE, enqueue } from "./change-queue.ts";
import { type DeviceRecords, recordName } from "./device-records.ts";
import type { RegionsClient } from "./regions-client.ts";
import { sendQueue } from "./send-queue.ts";
import { type StoredRegion, toEditorRegion } from "./wire.ts";

export interface SaveStatus {
  readonly kind: "saved" | "saving" | "waiting" | "signed-out" | "refused";
  /** Changes the server has not confirmed. */
  readonly unsent: number;
  /** Why the server will not take some of them. */
  readonly reason: string | null;
  readonly conflicts: readonly Conflict[];
  /** Whether what is unsent survives the closing of the page. */
  readonly lasting: boolean;
}

/** What a conflict comes to. */
export type Resolution = "mine" | "theirs" | "both";

export interface RegionSaver {
  /** Takes up what was left on this device for the image; resolves when it is shown. */
  start(): Promise<void>;
  resolve(key: string, as: Resolution): void;
  /** Says of which revision a region is that is not on the page, before it is put back. */
  know(key: string, revision: number): void;
  /** Sends what waits, and reads what others did. */
  refresh(): Promise<void>;
  /** The revision that what is shown is of; null while some of it is not stored or asked about. */
  storedRevision(): number | null;
  /** Keeps what is unsent for the next editor, and sends it if it can. */
  close(): Promise<void>;
}

interface SaverOptions {
  store: EditorStore;
  /** The name of what is edited: see document-name.ts. */
  imageId: string;
  /** As the page was given them. */
  initial: { regionRevision: number; regions: readonly StoredRegion[] };
  /** What the editor showed at first: what has been drawn since is saved as well. */
  shown: EditorState["regions"];
  records: DeviceRecords;
  client: RegionsClient;
  newId: () => string;
  onStatus: (status: SaveStatus) => void;
}

const PAUSE_MS = 500;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;
/** How long to wait for another tab that is just sending what was left. */
const WAIT_MS = 2000;

/**
 * Brings every change of the regions to the server. A change is on the device before it is sent and leaves it when the
 * server has it; sending it twice is harmless. What others did meanwhile is joined, or asked about.
 */
export function createRegionSaver(options: SaverOptions): RegionSaver {
  const { store, imageId, initial, shown, records, client, newId, onStatus } = options;
  const name = recordName(imageId, newId());
  const revisions = new Map(initial.regions.map(({ regionKey, revision }) => [regionKey, revision]));
  let imageRevision = initial.regionRevision;
  let queue: ChangeQueue = EMPTY_QUEUE;
  let receiving = false;
  let closed = false;
  let lasting = records.lasting;
  let failures = 0;
  let stopped: "later" | "signed-out" | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let sending: Promise<void> | null = null;
  let letGo: () => void = () => undefined;

  function report(): void {
    const unsent = queue.changes.length;
    const reason = queue.changes.find(({ refused }) => refused)?.refused ?? null;
    const kind = reason
      ? "refused"
      : unsent === 0
        ? "saved"
        : stopped
          ? stopped === "later"
            ? "waiting"
            : stopped
          : "saving";
    onStatus({ kind, unsent, reason, conflicts: queue.conflicts, lasting });
  }

  /** One write at a time, each of the newest: what is kept is never older than what was sent. */
  function keep(next: ChangeQueue): Promise<void> {
    queue = next;
    report();
    writing = writing.then(async () => {
      const draft = store.state.draft;
      const isEmpty = queue.changes.length === 0 && queue.conflicts.length === 0 && !draft;
      try {
        await (isEmpty ? records.remove(name) : records.write(name, { imageId, queue, draft }));
      } catch {
        lasting = false;
        report();
      }
    });
    return writing;
  }

  function takeOver(changes: { key: string; region: EditorRegion | null }[]): void {
    receiving = true;
    store.update((state) => receive(state, changes));
    receiving = false;
  }

  function onState(state: EditorState, before: EditorState): void {
    if (state.draft !== before.draft) void keep(queue);
    if (receiving || state.regions === before.regions) return;
    let next = queue;
    for (const key of new Set([...before.regions.keys(), ...state.regions.keys()])) {
      const region = state.regions.get(key) ?? null;
      if (region === (before.regions.get(key) ?? null)) continue;
      next = enqueue(next, { id: newId(), key, base: revisions.get(key) ?? 0, region });
    }
    void keep(next);
    schedule(PAUSE_MS);
  }

  function schedule(delayMs: number): void {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), delayMs);
  }

  function flush(): Promise<void> {
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function send(): Promise<void> {
    clearTimeout(timer);
    let others = false;
    stopped = await sendQueue(client, imageId, {
      read: () => queue,
      write: keep,
      stored(answer) {
        failures = 0;
        for (const { regionKey, revision } of answer.saved) revisions.set(regionKey, revision);
        for (const { regionKey, revision } of answer.conflicts) revisions.set(regionKey, revision);
        others ||= answer.regionRevision > imageRevision + 1;
        imageRevision = Math.max(imageRevision, answer.regionRevision);
      },
    });
    report();
    if (stopped) schedule(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++));
    else if (others) await readOthers();
  }

  /** Takes over what others did to regions that are not being changed here. */
  async function readOthers(): Promise<void> {
    const now = await client.read(imageId);
    if (!now || closed) return;
    imageRevision = Math.max(imageRevision, now.regionRevision);
    const mine = new Set([...queue.changes, ...queue.conflicts].map(({ key }) => key));
    const theirs = new Map(now.regions.map((region) => [region.regionKey, region]));
    const changed = now.regions
      .filter(({ regionKey, revision }) => !mine.has(regionKey) && revisions.get(regionKey) !== revision)
      .map((region) => ({ key: region.regionKey, region: toEditorRegion(region) }));
    const gone = [...store.state.regions.keys()]
      .filter((key) => !mine.has(key) && !theirs.has(key) && revisions.has(key))
      .map((key) => ({ key, region: null }));
    for (const { regionKey, revision } of now.regions)
      if (!mine.has(regionKey)) revisions.set(regionKey, revision);
    takeOver([...changed, ...gone]);
  }

  const unsubscribe = store.subscribe(onState);
  onState(store.state, { ...store.state, regions: shown });
  return {
    async start() {
      letGo = await records.hold(name);
      const left = await records.leftBehind(imageId, WAIT_MS);
      for (const { record } of left) {
        queue = {
          changes: [...queue.changes, ...record.queue.changes],
          conflicts: [...queue.conflicts, ...record.queue.conflicts],
        };
        takeOver([
          ...record.queue.changes.map(({ key, region }) => ({ key, region })),
          ...record.queue.conflicts.map(({ key, mine }) => ({ key, region: mine })),
        ]);
        if (record.draft)
          store.update((state) => ({
            ...state,
            draft: record.draft,
            tool: record.draft?.tool ?? state.tool,
          }));
      }
      await keep(queue);
      await Promise.all(left.map(({ release }) => release(true)));
      if (left.length > 0) await readOthers();
      await flush();
    },
    resolve(key, as) {
      const conflict = queue.conflicts.find((each) => each.key === key);
      if (!conflict) return;
      const { mine, theirs, revision } = conflict;
      queue = { ...queue, conflicts: queue.conflicts.filter((each) => each !== conflict) };
      revisions.set(key, revision);
      if (as === "mine") {
        queue = enqueue(queue, { id: newId(), key, base: revision, region: mine });
      } else {
        takeOver([{ key, region: theirs }]);
        if (as === "both" && mine) {
          const copy = { ...mine, key: newId() };
          takeOver([{ key: copy.key, region: copy }]);
          queue = enqueue(queue, { id: newId(), key: copy.key, base: 0, region: copy });
        }
      }
      void keep(queue);
      schedule(0);
    },
    know: (key, revision) => void revisions.set(key, Math.max(revision, revisions.get(key) ?? 0)),
    async refresh() {
      await flush();
      await readOthers();
    },
    storedRevision: () => (queue.changes.length === 0 && queue.conflicts.length === 0 ? imageRevision : null),
    async close() {
      closed = true;
      clearTimeout(timer);
      unsubscribe();
      await flush();
      await writing;
      letGo();
    },
  };
}
