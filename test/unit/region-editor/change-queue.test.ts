import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  acknowledge,
  type ChangeQueue,
  EMPTY_QUEUE,
  enqueue,
  markRefused,
  nextBatch,
} from "#components/region-editor/saving/change-queue.ts";
import type { Delivery, RegionsClient } from "#components/region-editor/saving/regions-client.ts";
import { sendQueue } from "#components/region-editor/saving/send-queue.ts";
import { type StoredRegion, toEditorRegion, toMark } from "#components/region-editor/saving/wire.ts";
import type { EditorRegion } from "#components/region-editor/store/state.ts";

const box = (key: string, x: number): EditorRegion => ({
  key,
  classId: null,
  shape: { kind: "box", x, y: 0, width: 1, height: 1 },
  attributes: {},
});

/** What the verb `saveRegions` promises, without a database. */
function openServer() {
  const latest = new Map<string, StoredRegion>();
  const delivered = new Map<string, { regionKey: string; revision: number }>();
  let regionRevision = 0;
  const put: RegionsClient["put"] = async (_, changes): Promise<Delivery> => {
    const saved: { regionKey: string; revision: number }[] = [];
    const conflicts: StoredRegion[] = [];
    for (const change of changes) {
      const { regionKey } = change;
      const now = latest.get(regionKey);
      const before = delivered.get(change.id);
      if (before) saved.push(before);
      else if (change.kind === "remove" && (!now || now.removed))
        saved.push({ regionKey, revision: now?.revision ?? 0 });
      else if (now && now.revision !== change.baseRevision) conflicts.push(now);
      else {
        const revision = (now?.revision ?? 0) + 1;
        const content =
          change.kind === "put"
            ? { classId: change.classId, mark: change.mark }
            : { classId: null, mark: now!.mark };
        latest.set(regionKey, {
          regionKey,
          revision,
          ...content,
          by: "",
          at: "",
          removed: change.kind === "remove",
        });
        delivered.set(change.id, { regionKey, revision });
        saved.push({ regionKey, revision });
      }
    }
    regionRevision++;
    return { kind: "stored", regionRevision, saved, conflicts };
  };
  const document = () =>
    new Map(
      [...latest.values()]
        .filter(({ removed }) => !removed)
        .map((each) => [each.regionKey, toEditorRegion(each)]),
    );
  return { put, latest, document };
}

type Fault = "none" | "request lost" | "answer lost";
type Step =
  | { do: "edit"; key: string; x: number }
  | { do: "remove"; key: string }
  | { do: "send"; faults: Fault[] }
  | { do: "reload" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("edit" as const),
    key: fc.constantFrom("a", "b", "c"),
    x: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({ do: fc.constant("remove" as const), key: fc.constantFrom("a", "b", "c") }),
  fc.record({
    do: fc.constant("send" as const),
    faults: fc.array(fc.constantFrom<Fault>("none", "request lost", "answer lost"), { maxLength: 3 }),
  }),
  fc.constant({ do: "reload" as const }),
);

describe("the queue of changes", () => {
  it("brings everything that was drawn to the server, once, whatever gets lost on the way", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const server = openServer();
        const document = new Map<string, EditorRegion>();
        let revisions = new Map<string, number>();
        let device: ChangeQueue = EMPTY_QUEUE;
        let ids = 0;
        const send = async (faults: Fault[]) => {
          const left = [...faults];
          const client = {
            async put(imageId: string, changes: Parameters<RegionsClient["put"]>[1]): Promise<Delivery> {
              const fault = left.shift() ?? "none";
              if (fault === "request lost") return { kind: "later" };
              const answer = await server.put(imageId, changes);
              return fault === "answer lost" ? { kind: "later" } : answer;
            },
            read: async () => null,
          } satisfies RegionsClient;
          await sendQueue(client, "image", {
            read: () => device,
            write: async (next) => {
              device = next;
            },
            stored({ saved }) {
              for (const { regionKey, revision } of saved) revisions.set(regionKey, revision);
            },
          });
        };
        const edit = (key: string, region: EditorRegion | null) => {
          if (region) document.set(key, region);
          else if (!document.delete(key)) return;
          device = enqueue(device, { id: `id-${++ids}`, key, base: revisions.get(key) ?? 0, region });
        };
        for (const each of steps) {
          if (each.do === "edit") edit(each.key, box(each.key, each.x));
          if (each.do === "remove") edit(each.key, null);
          if (each.do === "send") await send(each.faults);
          // A new page knows what the server has, and finds the queue on the device.
          if (each.do === "reload")
            revisions = new Map([...server.latest].map(([key, { revision }]) => [key, revision]));
        }
        await send([]);
        expect(device).toEqual(EMPTY_QUEUE);
        expect(server.document()).toEqual(document);
      }),
      { numRuns: 500 },
    );
  });

  it("sends one change of a region at a time, also of two that two tabs have left", () => {
    const [mine, theirs] = ["1", "2"].map((id) =>
      enqueue(EMPTY_QUEUE, { id, key: "a", base: 1, region: box("a", Number(id)) }),
    );
    const queue = { changes: [...mine.changes, ...theirs.changes], conflicts: [] };
    const first = nextBatch(queue);
    expect(first.map(({ id }) => id)).toEqual(["1"]);
    const left = acknowledge(queue, first, { saved: [{ regionKey: "a", revision: 2 }], conflicts: [] });
    expect(nextBatch(left).map(({ id, base }) => [id, base])).toEqual([["2", 2]]);
  });

  it("makes a conflict of what someone else changed, with the newest of mine", () => {
    const first = enqueue(EMPTY_QUEUE, { id: "1", key: "a", base: 1, region: box("a", 1) });
    const batch = nextBatch(first).map((change) => ({ ...change, sent: true }));
    const sent = { ...first, changes: batch };
    const again = enqueue(sent, { id: "2", key: "a", base: 1, region: box("a", 2) });
    const theirs = {
      regionKey: "a",
      revision: 4,
      classId: null,
      mark: toMark(box("a", 9)),
      by: "B",
      at: "",
      removed: false,
    };
    const answered = acknowledge(again, batch, { saved: [], conflicts: [theirs] });
    expect(answered.changes).toEqual([]);
    expect(answered.conflicts).toMatchObject([
      { key: "a", mine: box("a", 2), theirs: box("a", 9), revision: 4, by: "B" },
    ]);
    const later = enqueue(answered, { id: "3", key: "a", base: 4, region: box("a", 3) });
    expect([later.changes, later.conflicts[0].mine]).toEqual([[], box("a", 3)]);
  });

  it("lets one bad region hold back no other", () => {
    const two = ["a", "b"].reduce<ChangeQueue>(
      (queue, key) => enqueue(queue, { id: `id-${key}`, key, base: 0, region: box(key, 1) }),
      EMPTY_QUEUE,
    );
    const split = markRefused(two, nextBatch(two), "bad");
    expect(nextBatch(split).map(({ key }) => key)).toEqual(["a"]);
    const aside = markRefused(split, nextBatch(split), "bad");
    expect(nextBatch(aside).map(({ key }) => key)).toEqual(["b"]);
    expect(aside.changes.find(({ key }) => key === "a")?.refused).toBe("bad");
    const fixed = enqueue(aside, { id: "id-c", key: "a", base: 0, region: box("a", 2) });
    expect(fixed.changes.some(({ refused }) => refused)).toBe(false);
  });
});
