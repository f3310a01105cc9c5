import { expect, test } from "vitest";
import { Refusal, Unreachable } from "#components/rating/site.ts";
import { createStimulusCache } from "#components/rating/stimulus-cache.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test("fetches each picture once, the most urgent first", async () => {
  const fetched: string[] = [];
  const cache = createStimulusCache(
    async (id) => {
      fetched.push(id);
      return `blob:${id}`;
    },
    async () => undefined,
  );
  cache.preload(["a", "b", "c"]);
  expect(await cache.get("a")).toBe("blob:a");
  cache.preload(["b", "c", "d"]);
  await settle();
  expect(fetched).toEqual(["a", "b", "c", "d"]);
});

test("waits while the line is down, longer each time, and then has the picture", async () => {
  const waits: number[] = [];
  let failures = 3;
  const cache = createStimulusCache(
    async (id) => {
      if (failures-- > 0) throw new Unreachable();
      return `blob:${id}`;
    },
    async (delayMs) => void waits.push(delayMs),
  );
  expect(await cache.get("a")).toBe("blob:a");
  expect(waits).toEqual([1000, 2000, 4000]);
});

test("a refusal is told at once and may be asked again later", async () => {
  let gone = true;
  const cache = createStimulusCache(
    async (id) => {
      if (gone) throw new Refusal("You have withdrawn", "Your answers are deleted.");
      return `blob:${id}`;
    },
    async () => undefined,
  );
  await expect(cache.get("a")).rejects.toThrow("Your answers are deleted.");
  gone = false;
  expect(await cache.get("a")).toBe("blob:a");
});
