import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { prefetch } from "#lib/tensor/parallel/prefetch.ts";

describe("making the next item meanwhile", () => {
  it("gives every item in order, whatever takes longer", async () => {
    for (const [making, using] of [
      [3, 0],
      [0, 3],
    ]) {
      const taken: number[] = [];
      for await (const item of prefetch(5, async (i) => {
        await setTimeout(making);
        return i * i;
      })) {
        taken.push(item);
        await setTimeout(using);
      }
      expect(taken).toEqual([0, 1, 4, 9, 16]);
    }
  });

  it("begins with the next one only when the work on this one has begun, and is never two ahead", async () => {
    const events: string[] = [];
    const make = (i: number) => {
      events.push(`make ${i}`);
      return i;
    };
    for await (const item of prefetch(3, make)) {
      events.push(`begin ${item}`);
      await setTimeout(5);
      events.push(`end ${item}`);
    }
    expect(events).toEqual([
      ...["make 0", "begin 0", "make 1", "end 0"],
      ...["begin 1", "make 2", "end 1"],
      ...["begin 2", "end 2"],
    ]);
  });

  it("throws in the place of the item that could not be made, not before", async () => {
    const taken: number[] = [];
    const run = async () => {
      for await (const item of prefetch(3, (i) => {
        if (i === 1) throw new Error("no second one");
        return i;
      })) {
        taken.push(item);
        await setTimeout(2);
      }
    };
    await expect(run()).rejects.toThrow("no second one");
    expect(taken).toEqual([0]);
  });

  it("is silent about what nobody asks for any more, and about nothing at all", async () => {
    for await (const item of prefetch(9, async (i) => {
      if (i > 0) throw new Error("never seen");
      return i;
    })) {
      expect(item).toBe(0);
      break;
    }
    await setTimeout(5);
    for await (const item of prefetch(0, () => 1)) expect.unreachable(String(item));
  });
});
