import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { picturesPerPass } from "#lib/tensor/batch-size.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { restoreUtil } from "#lib/tensor/native/restore-util.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { SELF_CHECK_TOLERANCE, selfCheck } from "#lib/tensor/self-check.ts";
import { presentEngines } from "#test/support/engines.ts";

afterEach(() => vi.unstubAllEnvs());

const NOWHERE = "/nowhere";

describe("the choice of engines", () => {
  it("takes onnxruntime forward where it is installed, and wasm for gradients where nothing else is", async () => {
    const { forward, gradient } = await selectEngines({ nativeFolder: NOWHERE });
    expect(forward.name).toBe((await loadOnnxRuntime()) ? "onnx" : "wasm");
    expect(forward.version).toMatch(/^\d+\.\d+/);
    // A real GPU comes before wasm; a program that stands in for one never does, though the tests bring one along.
    if (gradient.name !== "webgpu") expect(gradient).toEqual({ name: "wasm", version: tf.version_core });
    expect(gradient.device ?? "").not.toMatch(/swiftshader|llvmpipe/i);
    expect(tf.getBackend()).toBe(gradient.name);
  });

  it("does everything on the engine that is asked for", async () => {
    for (const name of presentEngines) {
      const { forward, gradient } = await selectEngines({ forward: name });
      expect([forward.name, gradient.name]).toEqual([name, name]);
      expect(tf.getBackend()).toBe(name === "native" ? "tensorflow" : name);
      expect(await selfCheck()).toBeLessThan(SELF_CHECK_TOLERANCE);
    }
  });

  it("says what to do when an engine asked for is not there", async () => {
    await expect(selectEngines({ gradient: "native", nativeFolder: NOWHERE })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("bin/whynot engine install"),
    });
    await expect(selectEngines({ forward: "native", gradient: "wasm" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("looks for the native engine where the environment says, before its own place", async () => {
    vi.stubEnv("WHYNOT_NATIVE_ENGINE", NOWHERE);
    await expect(selectEngines({ gradient: "native" })).rejects.toThrow(NOWHERE);
    expect((await selectEngines()).gradient.name).not.toBe("native");
  });

  it("passes over a native engine that does not load, and says so once", async () => {
    const folder = await mkdtemp(join(tmpdir(), "whynot-engine-"));
    const home = join(folder, "node_modules", "@tensorflow", "tfjs-node");
    await mkdir(join(home, "lib", "napi-v8"), { recursive: true });
    await writeFile(join(home, "package.json"), "{}");
    await writeFile(join(home, "lib", "napi-v8", "tfjs_binding.node"), "of another machine");
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    try {
      expect((await selectEngines({ nativeFolder: folder })).gradient.name).not.toBe("native");
      expect(warn.mock.calls[0][0]).toMatch(/native engine does not load.*whynot doctor/s);
      await expect(selectEngines({ gradient: "native", nativeFolder: folder })).rejects.toThrow();
    } finally {
      warn.mockRestore();
      await rm(folder, { recursive: true });
    }
  });
});

it("gives tfjs-node the functions that newer versions of Node warn of or took away", () => {
  const deprecated = () => process.emitWarning("deprecated");
  const util: Record<string, unknown> = {
    isNullOrUndefined: deprecated,
    isArray: deprecated,
    inspect: "kept",
  };
  restoreUtil(util);
  expect(util.isNullOrUndefined).not.toBe(deprecated);
  const isNullOrUndefined = util.isNullOrUndefined as (value: unknown) => boolean;
  expect([null, undefined, 0, "", false].map(isNullOrUndefined)).toEqual([true, true, false, false, false]);
  expect(util).toMatchObject({ isArray: Array.isArray, inspect: "kept" });
});

it("puts as many pictures through at once as fill the processor and fit the memory", () => {
  const plenty = 64 * 2 ** 30;
  expect(picturesPerPass(96, 96, plenty)).toBe(16);
  expect(picturesPerPass(260, 260, plenty)).toBe(2);
  expect(picturesPerPass(2000, 2000, plenty)).toBe(1);
  expect(picturesPerPass(96, 96, 2 ** 28)).toBeLessThan(16);
  expect(picturesPerPass(96, 96, 0)).toBe(1);
});

describe("the memory guard", () => {
  it("lets through what is cleaned up or handed over, and catches a leak", async () => {
    await selectEngines({ forward: "wasm" });
    await guardMemory(() => tf.dispose(tf.ones([3])));
    const kept = await guardMemory(() => tf.ones([3]), 1);
    const leaked: tf.Tensor[] = [];
    await expect(guardMemory(() => leaked.push(tf.ones([3])))).rejects.toThrow("1 tensors were left");
    tf.dispose([kept, ...leaked]);
  });
});
