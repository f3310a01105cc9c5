import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createOutbox,
  type Delivery,
  type OutboxEntry,
  type OutboxStatus,
  type OutboxStore,
  retryDelayMs,
} from "#components/rating/outbox.ts";

function memoryStore(): OutboxStore {
  const entries = new Map<string, OutboxEntry>();
  return {
    async add(entry) {
      const kept = entries.get(entry.trialId) ?? entry;
      entries.set(entry.trialId, kept);
      return kept;
    },
    async replace(entry) {
      entries.set(entry.trialId, entry);
    },
    all: async () => [...entries.values()],
  };
}

/** The server's rule: the first answer to a trial stands, the same key again is the same answer. */
function server() {
  const rows: OutboxEntry[] = [];
  return {
    rows,
    take(entry: OutboxEntry): Delivery {
      const stands = rows.find((row) => row.trialId === entry.trialId);
      if (!stands) rows.push(entry);
      return { kind: "stored", value: (stands ?? entry).value };
    },
  };
}

/** One lock for all tabs, as Web Locks give it. */
function lock() {
  let last = Promise.resolve();
  return (work: () => Promise<void>) => {
    last = last.then(work, work);
    return last;
  };
}

interface TabOptions {
  store: OutboxStore;
  send: (entry: OutboxEntry) => Promise<Delivery>;
  exclusively: (work: () => Promise<void>) => Promise<void>;
}

function openTab({ store, send, exclusively }: TabOptions) {
  const statuses: OutboxStatus[] = [];
  const alarms: { delayMs: number; run: () => void }[] = [];
  const outbox = createOutbox({
    store,
    send,
    exclusively,
    later: (delayMs, run) => {
      const alarm = { delayMs, run };
      alarms.push(alarm);
      return () => void alarms.splice(alarms.indexOf(alarm), 1);
    },
    onChange: (status) => statuses.push(status),
  });
  return { outbox, statuses, alarms };
}

const answer = (trialId: string, value = 3, key = `key-${trialId}-${value}`) => ({
  trialId,
  value,
  idempotencyKey: key,
  responseTimeMs: 1000,
  answeredAt: new Date(0).toISOString(),
});

describe("outbox", () => {
  test("whatever the line does, and with tabs that close, every trial ends up stored once with its first answer", async () => {
    const steps = fc.array(
      fc.record({
        tab: fc.integer({ min: 0, max: 1 }),
        trial: fc.integer({ min: 0, max: 5 }),
        value: fc.integer({ min: 1, max: 5 }),
        line: fc.constantFrom("good", "lost-request", "lost-reply"),
        reopen: fc.boolean(),
      }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const store = memoryStore();
        const site = server();
        const exclusively = lock();
        let line = "good";
        const send = async (entry: OutboxEntry): Promise<Delivery> => {
          if (line === "lost-request") return { kind: "later" };
          const delivery = site.take(entry);
          return line === "lost-reply" ? { kind: "later" } : delivery;
        };
        const tabs = [openTab({ store, send, exclusively }), openTab({ store, send, exclusively })];
        const first = new Map<string, number>();
        for (const step of given) {
          line = step.line;
          if (step.reopen) tabs[step.tab] = openTab({ store, send, exclusively });
          const trialId = String(step.trial);
          if (!first.has(trialId)) first.set(trialId, step.value);
          const kept = await tabs[step.tab].outbox.add(answer(trialId, step.value));
          expect(kept.value).toBe(first.get(trialId));
        }
        line = "good";
        await openTab({ store, send, exclusively }).outbox.flush();
        expect(new Map(site.rows.map((row) => [row.trialId, row.value]))).toEqual(first);
        expect(site.rows).toHaveLength(first.size);
        expect((await store.all()).every((entry) => entry.state === "stored")).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("sends in order, one at a time, and stops at the first failure", async () => {
    const store = memoryStore();
    const sent: string[] = [];
    let up = false;
    const tab = openTab({
      store,
      exclusively: lock(),
      send: async (entry) => {
        sent.push(entry.trialId);
        return up ? { kind: "stored", value: entry.value } : { kind: "later" };
      },
    });
    await tab.outbox.add(answer("a"));
    await tab.outbox.flush();
    await tab.outbox.add(answer("b"));
    await tab.outbox.flush();
    expect(new Set(sent)).toEqual(new Set(["a"]));
    up = true;
    sent.length = 0;
    await tab.outbox.flush();
    expect(sent).toEqual(["a", "b"]);
    expect(tab.statuses.at(-1)).toEqual({ waiting: 0, failures: 0, refused: null });
  });

  test("after a failure it tries again by itself, ever less often, and says how many wait", async () => {
    const tab = openTab({ store: memoryStore(), exclusively: lock(), send: async () => ({ kind: "later" }) });
    await tab.outbox.add(answer("a"));
    await tab.outbox.flush();
    expect(tab.statuses.at(-1)).toMatchObject({ waiting: 1, refused: null });
    const delays: number[] = [];
    for (let i = 0; i < 6; i++) {
      const alarm = tab.alarms.at(-1)!;
      delays.push(alarm.delayMs);
      alarm.run();
      await tab.outbox.flush();
    }
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(tab.alarms).toHaveLength(1);
    expect([1, 2, 3, 4, 5, 9].map(retryDelayMs)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  test("an answer that another device gave first replaces ours; a refusal for good is told and not repeated", async () => {
    const store = memoryStore();
    let calls = 0;
    const tab = openTab({
      store,
      exclusively: lock(),
      send: async (entry) => {
        calls += 1;
        return entry.trialId === "a"
          ? { kind: "stored", value: 1 }
          : { kind: "refused", message: "Withdrawn." };
      },
    });
    await tab.outbox.add(answer("a", 5));
    await tab.outbox.add(answer("b", 5));
    await tab.outbox.flush();
    expect((await store.all()).map(({ value, state }) => ({ value, state }))).toEqual([
      { value: 1, state: "stored" },
      { value: 5, state: "refused" },
    ]);
    expect(tab.statuses.at(-1)).toEqual({ waiting: 0, failures: 0, refused: "Withdrawn." });
    const before = calls;
    await tab.outbox.flush();
    expect(calls).toBe(before);
  });
});
