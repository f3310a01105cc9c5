import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { selectEngines } from "#lib/tensor/engine.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";

afterEach(() => vi.unstubAllEnvs());

describe("the choice of engines", () => {
  it("takes onnxruntime forward where it is installed, and wasm for gradients where nothing is built", async () => {
    vi.stubEnv("WHYNOT_NATIVE_ENGINE", undefined);
    const { forward, gradient } = await selectEngines();
    expect(forward.name).toBe((await loadOnnxRuntime()) ? "onnx" : "wasm");
    expect(gradient).toEqual({ name: "wasm", version: tf.version_core });
    expect(forward.version).toMatch(/^\d+\.\d+/);
    expect(tf.getBackend()).toBe("wasm");
  });

  it("does everything on wasm when asked", async () => {
    const { forward, gradient } = await selectEngines({ forward: "wasm" });
    expect([forward.name, gradient.name]).toEqual(["wasm", "wasm"]);
  });

  it("says what to do when an engine asked for is not there", async () => {
    await expect(selectEngines({ gradient: "native", nativeFolder: "/nowhere" })).rejects.toMatchObject({
      code: "unavailable",
    });
    await expect(selectEngines({ forward: "native", gradient: "wasm" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("falls back to wasm when the native folder holds nothing", async () => {
    vi.stubEnv("WHYNOT_NATIVE_ENGINE", "/nowhere");
    expect((await selectEngines()).gradient.name).toBe("wasm");
  });
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
