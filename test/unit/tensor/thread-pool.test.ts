import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { openThreadPool } from "#lib/tensor/parallel/thread-pool.ts";

const module = new URL("./threads/odd-thread.ts", import.meta.url);
const open = (name = "obey", inits: string[] = ["hello", "bye"]) =>
  openThreadPool<string, string, string>({ module, name, inits });

describe("a pool of threads", () => {
  it("answers in the order of the inputs, call after call", async () => {
    const pool = await open();
    expect(pool.size).toBe(2);
    expect(await pool.run(["one", "two"])).toEqual(["hello one", "bye two"]);
    expect(await pool.run(["three"])).toEqual(["hello three"]);
    await pool.close();
  });

  it("hands on what a call throws, as it was thrown, and ends", async () => {
    const pool = await open();
    await expect(pool.run(["one", "fail"])).rejects.toMatchObject({
      name: "AppError",
      code: "invalid",
      message: "Too much was asked.",
      details: { of: "bye" },
    });
    await expect(pool.run(["one"])).rejects.toThrow("Too much was asked.");
  });

  it.each([
    ["die", "code 7"],
    ["crash", "out of thin air"],
  ])("does not hang when a thread is lost (%s) while another waits", async (order, reason) => {
    const pool = await open();
    await expect(pool.run([order, "wait"])).rejects.toThrow(reason);
    await expect(pool.run(["one"])).rejects.toThrow(reason);
  });

  it("is cancelled in the middle of a computation that never looks up", async () => {
    const pool = await open();
    const stop = new AbortController();
    const run = pool.run(["spin", "spin"], { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    await expect(pool.run(["one"], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "cancelled",
    });
  });

  it("does not begin what is already cancelled", async () => {
    const pool = await open();
    await expect(pool.run(["spin"], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "cancelled",
    });
  });

  it("says why it cannot be opened", async () => {
    await expect(open("refuse")).rejects.toMatchObject({ code: "unavailable" });
    await expect(open("notAFunction")).rejects.toThrow("exports no function notAFunction");
    await expect(
      openThreadPool({ module: new URL("./threads/nothing.ts", import.meta.url), name: "x", inits: [0] }),
    ).rejects.toThrow("nothing.ts");
  });

  it("hands memory over when told to, and copies it otherwise", async () => {
    const pool = await openThreadPool<null, Float32Array, number>({
      ...{ module, name: "addUp", inits: [null, null] },
    });
    const arrays = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
    expect(await pool.run(arrays, { transfers: [[], [arrays[1].buffer]] })).toEqual([3, 7]);
    expect(arrays.map(({ length }) => length)).toEqual([2, 0]);
    await pool.close();
  });

  it("refuses two calls at once, and more inputs than threads", async () => {
    const pool = await open();
    const first = pool.run(["one", "two"]);
    await expect(pool.run(["three"])).rejects.toThrow("busy");
    await first;
    await expect(pool.run(["a", "b", "c"])).rejects.toThrow("3 inputs for 2 threads");
    await pool.close();
    await expect(pool.run(["one"])).rejects.toMatchObject({ code: "unavailable" });
  });

  it("lets its process end while it is idle", async () => {
    const script = fileURLToPath(new URL("./threads/leave-open.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], {
      timeout: 30_000,
    });
    expect(stdout).toBe("hello one\n");
  });
});
