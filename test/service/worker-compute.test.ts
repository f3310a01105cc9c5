import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { until } from "#test/support/run-until.ts";
import { TINY_CLASSES, tinyModel } from "#test/support/tiny-models.ts";
import {
  type ComputePool,
  openComputePool,
  type PoolOptions,
  type RunOptions,
} from "#workers/compute/pool.ts";
import { readEngineWish } from "#workers/compute/read-engine-wish.ts";

let pool: ComputePool;
afterEach(() => pool.close());

function openOddPool(options: Partial<PoolOptions> = {}): ComputePool {
  const childFile = new URL("../support/odd-child.mjs", import.meta.url);
  pool = openComputePool({ size: 1, idleMs: 60_000, cancelGraceMs: 100, childFile, ...options });
  return pool;
}

const images = { data: new Float32Array(0), count: 0, height: 0, width: 0 };
const ask = (wish: string, options: RunOptions<"predict"> = {}) =>
  pool.run("predict", { model: { sha256: wish, weights: new Uint8Array() }, images }, options);

describe("a compute process that dies", () => {
  it.each([
    ["exit", /ended unexpectedly \(code 7\)/],
    ["fault", /ended unexpectedly \(SIGSEGV\)/],
  ])("by %s fails its own task only; the next one gets a new process", async (wish, says) => {
    openOddPool();
    const [dead, alive] = await Promise.allSettled([ask(wish), ask("answer")]);
    expect(dead).toMatchObject({ status: "rejected", reason: { message: expect.stringMatching(says) } });
    expect(alive).toMatchObject({ status: "fulfilled", value: { engine: "odd" } });
    expect(pool.childCount()).toBe(1);
  });
});

describe("compute processes", () => {
  it("start with the first work, never more than allowed, and end when idle", async () => {
    openOddPool({ size: 2, idleMs: 200 });
    expect(pool.childCount()).toBe(0);
    await Promise.all(Array.from({ length: 6 }, () => ask("answer")));
    expect(pool.childCount()).toBe(2);
    await until("them to end", async () => pool.childCount() === 0, 10_000);
    await expect(ask("answer")).resolves.toMatchObject({ engine: "odd" });
  });

  it("give each task its own answer and progress", async () => {
    openOddPool();
    const seen: number[][] = [];
    const answers = await Promise.all(
      [1, 2, 3].map(() => ask("answer", { onProgress: (done, total) => seen.push([done, total]) })),
    );
    expect(new Set(answers.map((answer) => answer.logits[0])).size).toBe(3);
    expect(seen).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });
});

describe("cancelling", () => {
  it("ends even a process that never listens, and goes on with the next task", async () => {
    openOddPool();
    const cancel = new AbortController();
    const deaf = ask("deaf", { signal: cancel.signal });
    const next = ask("answer");
    await sleep(300);
    const askedAt = Date.now();
    cancel.abort();
    await expect(deaf).rejects.toMatchObject({ code: "cancelled" });
    expect(Date.now() - askedAt).toBeLessThan(3_000);
    await expect(next).resolves.toMatchObject({ engine: "odd" });
  });

  it("takes a waiting task out of the line at once", async () => {
    openOddPool();
    const first = new AbortController();
    const deaf = ask("deaf", { signal: first.signal });
    const second = new AbortController();
    const waiting = ask("answer", { signal: second.signal });
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    first.abort();
    await expect(deaf).rejects.toMatchObject({ code: "cancelled" });
    const never = ask("answer", { signal: AbortSignal.abort() });
    await expect(never).rejects.toMatchObject({ code: "cancelled" });
  });

  it("closing ends what runs and refuses what comes", async () => {
    openOddPool();
    const running = ask("deaf");
    const refused = expect(running).rejects.toMatchObject({ code: "unavailable" });
    await sleep(200);
    await pool.close();
    await refused;
    await expect(ask("answer")).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("real models in processes", () => {
  const input = (weights: Uint8Array, sha256 = "a") => ({
    model: { sha256, weights },
    images: {
      data: Float32Array.from({ length: 2 * 32 * 32 * 3 }, (_, i) => Math.sin(i)),
      count: 2,
      height: 32,
      width: 32,
    },
  });

  it("answer alike on every engine, and say which one it was", async () => {
    const forwards = ["onnx", "wasm"] as const;
    const answers: Float32Array[] = [];
    for (const forward of forwards) {
      pool = openComputePool({ size: 1, idleMs: 60_000, engines: { forward, gradient: "wasm" } });
      const { logits, engine } = await pool.run("predict", input(tinyModel("fc")));
      expect(engine).toMatch(new RegExp(`^forward ${forward} [\\d.]+, gradient wasm [\\d.]+$`));
      answers.push(logits);
      await pool.close();
    }
    expect(answers[0]).toHaveLength(2 * TINY_CLASSES.length);
    for (const [i, value] of answers[0].entries()) expect(answers[1][i]).toBeCloseTo(value, 3);
  });

  it("keep what an AppError says, and stay alive after one", async () => {
    pool = openComputePool({ size: 1, idleMs: 60_000 });
    const broken = pool.run("predict", input(new Uint8Array(10), "broken"));
    await expect(broken).rejects.toMatchObject({ name: "AppError", code: "invalid" });
    await expect(pool.run("predict", input(tinyModel("fc"), "whole"))).resolves.toBeTruthy();
    expect(pool.childCount()).toBe(1);
  });
});

it("an engine that does not exist is refused by name", () => {
  openOddPool();
  expect(readEngineWish({ WHYNOT_FORWARD: "wasm" })).toEqual({ forward: "wasm", gradient: undefined });
  expect(() => readEngineWish({ WHYNOT_FORWARD: "abacus" })).toThrow(/WHYNOT_FORWARD/);
});
