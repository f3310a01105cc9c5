import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { advise } from "#cli/doctor/advise.ts";
import { formatEngines } from "#cli/doctor/format-engines.ts";
import { type EngineReport, type EnginesReport, largestDifference } from "#cli/doctor/inspect-engines.ts";
import type { Machine } from "#cli/doctor/machine.ts";

const machine: Machine = {
  node: "22.1.0",
  platform: "linux x64",
  cores: 4,
  memoryBytes: 16 * 2 ** 30,
  availableBytes: 8 * 2 ** 30,
  hasNvidiaDriver: false,
};
const present = (name: EngineReport["name"], device?: string): EngineReport => ({
  ...{ name, isPresent: true, version: "1.0", isSoftware: false, device },
});
const missing = (name: EngineReport["name"]): EngineReport => ({
  ...{ name, isPresent: false, reason: "because", advice: `Get ${name}` },
});
const report = (chosen: string, ...engines: EngineReport[]): EnginesReport => ({
  ...{ chosen, engines, disagreement: null },
});

describe("advice", () => {
  it("says nothing where there is nothing to gain", () => {
    const all = report("forward onnx 1, gradient native 2", present("onnx"), present("native"));
    expect(advise(machine, all)).toEqual([]);
  });

  it("says how to get the engines that are missing, unless a GPU computes already", () => {
    const bare = report("forward wasm 4, gradient wasm 4", missing("onnx"), missing("native"));
    const advice = advise(machine, bare).join("\n");
    expect(advice).toContain("Get onnx");
    expect(advice).toContain("Get native");
    const onGpu = report("forward onnx 1, gradient webgpu 4 on A Card", present("onnx"), missing("native"));
    expect(advise(machine, onGpu)).toEqual([]);
  });

  it("sees a card that nothing uses, a GPU build without one, too little memory and an old Node", () => {
    const withCard = { ...machine, hasNvidiaDriver: true };
    const onCpu = report("forward onnx 1, gradient native 2", present("onnx"), present("native"));
    expect(advise(withCard, onCpu).join()).toContain("engine install --gpu");
    const noCard = report(
      "forward onnx 1, gradient native 2 on cpu (no usable GPU)",
      present("onnx"),
      present("native", "cpu (no usable GPU)"),
    );
    expect(advise(machine, noCard).join()).toContain("nvidia-smi");
    const small = { ...machine, availableBytes: 2 ** 30, node: "20.20.2" };
    expect(advise(small, onCpu)).toHaveLength(2);
  });
});

describe("the difference between engines", () => {
  const task = (...values: number[]) => ({ msPerImage: 1, values });

  it("is relative to the largest value, over all engines", () => {
    expect(largestDifference([task(-4, 1), undefined, task(-4, 2), task(-3, 1)])).toBe(0.25);
    expect(largestDifference([task(1, 2), task(1, 2)])).toBe(0);
  });

  it("is nothing with one engine, and endless where one gives no number", () => {
    expect(largestDifference([undefined, task(1)])).toBeNull();
    expect(largestDifference([task(1), task(Number.NaN)])).toBe(Infinity);
  });
});

it("shows a line an engine, with its time or its reason", () => {
  const timed = { msPerImage: 1234, values: [] };
  const lines = formatEngines({
    ...report("forward onnx 1, gradient wasm 4", missing("native")),
    engines: [
      { ...present("wasm"), forward: { ...timed, msPerImage: 2.345 }, training: timed } as EngineReport,
      missing("native"),
    ],
    disagreement: 2.5e-7,
  }).split("\n");
  expect(lines[0]).toBe("engines: forward onnx 1, gradient wasm 4");
  expect(lines[1]).toContain("forward 2.3 ms a picture; training step 1.2 s a picture");
  expect(lines[2]).toContain("not here: because. Get native.");
  expect(lines[3]).toContain("2.5e-7");
});

it("looks at every engine of this machine", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["bin/whynot", "engine", "list", "--json"]);
  const { chosen, engines } = JSON.parse(stdout) as EnginesReport;
  expect(engines.map(({ name }) => name)).toEqual(["onnx", "native", "webgpu", "wasm"]);
  expect(engines.find(({ name }) => name === "wasm")).toMatchObject({ isPresent: true });
  for (const engine of engines)
    if (!engine.isPresent) expect(engine.advice.length && engine.reason.length).toBeGreaterThan(5);
  expect(chosen).toMatch(/^forward \w+ [\d.]+.*, gradient \w+ [\d.]+/);
  expect(chosen).not.toMatch(/swiftshader|llvmpipe/i);
}, 180_000);
