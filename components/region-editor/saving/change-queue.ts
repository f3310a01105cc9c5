import type { EditorRegion } from "../store/state.ts";
import { type StoredRegion, toEditorRegion, toMark, type WireChange } from "./wire.ts";

/** One region's change that the server has not confirmed. */
export interface QueuedChange {
  readonly id: string;
  readonly key: string;
  /** The revision it is based on; of one that waits behind another of the same region, set when that is confirmed. */
  readonly base: number;
  /** Null: removed. */
  readonly region: EditorRegion | null;
  /** It may have arrived: it is sent again as it was until the server answers. */
  readonly sent: boolean;
  /** Why the server will not take it; it waits for another edit of the region. */
  readonly refused?: string;
  /** It was refused together with others: it goes by itself now. */
  readonly alone?: boolean;
}

/** A region that someone else changed as well. */
export interface Conflict {
  readonly key: string;
  readonly mine: EditorRegion | null;
  readonly theirs: EditorRegion | null;
  readonly revision: number;
  readonly by: string;
  readonly at: string;
}

export interface ChangeQueue {
  readonly changes: readonly QueuedChange[];
  readonly conflicts: readonly Conflict[];
}

export const EMPTY_QUEUE: ChangeQueue = { changes: [], conflicts: [] };

/** As many as one request takes, and masks of large images one at a time. */
const MOST_CHANGES = 500;
const MOST_NUMBERS = 1_000_000;

/** Puts a region's newest form in the queue, in the place of one that has not been sent. */
export function enqueue(
  queue: ChangeQueue,
  change: Pick<QueuedChange, "id" | "key" | "base" | "region">,
): ChangeQueue {
  const { key, region } = change;
  if (queue.conflicts.some((conflict) => conflict.key === key)) {
    const conflicts = queue.conflicts.map((each) => (each.key === key ? { ...each, mine: region } : each));
    return { ...queue, conflicts };
  }
  const waiting = queue.changes.find((each) => each.key === key && !each.sent);
  const others = queue.changes.filter((each) => each !== waiting);
  const base = waiting?.base ?? change.base;
  const neverStored = base === 0 && !others.some((each) => each.key === key);
  if (region === null && neverStored) return { ...queue, changes: others };
  return { ...queue, changes: [...others, { id: change.id, key, base, region, sent: false }] };
}

/** What goes out next: what was sent and not answered, else all that waits, at most one change of a region. */
export function nextBatch(queue: ChangeQueue): readonly QueuedChange[] {
  const open = queue.changes.filter(({ refused }) => refused === undefined);
  const sent = open.filter((change) => change.sent);
  if (sent.length > 0) return sent;
  const alone = open.find((change) => change.alone);
  if (alone) return [alone];
  let numbers = 0;
  const named = new Set<string>();
  const count = ({ region }: QueuedChange) =>
    region?.shape.kind === "mask" ? region.shape.counts.length : 16;
  return open.slice(0, MOST_CHANGES).filter((change, i) => {
    // Two tabs may have left one each: the later one waits for the answer to the earlier.
    if (named.has(change.key)) return false;
    named.add(change.key);
    numbers += count(change);
    return i === 0 || numbers <= MOST_NUMBERS;
  });
}

export function markSent(queue: ChangeQueue, batch: readonly QueuedChange[]): ChangeQueue {
  return mapBatch(queue, batch, (change) => ({ ...change, sent: true }));
}

/** The server will not take the batch: each of it is tried by itself, and one that was alone is set aside. */
export function markRefused(queue: ChangeQueue, batch: readonly QueuedChange[], reason: string): ChangeQueue {
  const one = batch.length === 1;
  return mapBatch(queue, batch, (change) => ({
    ...change,
    sent: false,
    alone: true,
    ...(one ? { refused: reason } : {}),
  }));
}

function mapBatch(
  queue: ChangeQueue,
  batch: readonly QueuedChange[],
  change: (each: QueuedChange) => QueuedChange,
): ChangeQueue {
  const ids = new Set(batch.map(({ id }) => id));
  return { ...queue, changes: queue.changes.map((each) => (ids.has(each.id) ? change(each) : each)) };
}

/** Takes the server's answer to a batch: what is stored leaves the queue, what others changed becomes a conflict. */
export function acknowledge(
  queue: ChangeQueue,
  batch: readonly QueuedChange[],
  answer: { saved: readonly { regionKey: string; revision: number }[]; conflicts: readonly StoredRegion[] },
): ChangeQueue {
  const ids = new Set(batch.map(({ id }) => id));
  const stored = new Map(answer.saved.map(({ regionKey, revision }) => [regionKey, revision]));
  const theirs = new Map(answer.conflicts.map((region) => [region.regionKey, region]));
  const left = queue.changes.filter(({ id }) => !ids.has(id));
  const conflicts = batch.flatMap((change): Conflict[] => {
    const other = theirs.get(change.key);
    if (!other) return [];
    const later = left.find(({ key }) => key === change.key);
    const { revision, by, at, removed } = other;
    const mine = later ? later.region : change.region;
    return [{ key: change.key, mine, theirs: removed ? null : toEditorRegion(other), revision, by, at }];
  });
  return {
    changes: left
      .filter(({ key }) => !theirs.has(key))
      .map((change) => ({ ...change, base: stored.get(change.key) ?? change.base })),
    conflicts: [...queue.conflicts, ...conflicts],
  };
}

export function toWire({ id, key, base, region }: QueuedChange): WireChange {
  const about = { id, regionKey: key, baseRevision: base };
  return region
    ? { kind: "put", ...about, classId: region.classId, mark: toMark(region) }
    : { kind: "remove", ...about };
}
