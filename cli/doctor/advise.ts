import type { EnginesReport } from "./inspect-engines.ts";
import type { Machine } from "./machine.ts";

/** The site, the database and two processes that compute. */
const ENOUGH_MEMORY = 1.5 * 2 ** 30;

/** What a person could do to have more of this machine; most useful first. */
export function advise(machine: Machine, { engines, chosen }: EnginesReport): string[] {
  const find = (name: string) => engines.find((engine) => engine.name === name);
  const native = find("native");
  const isOnGpu = /gradient \w+ \S+ on (?!cpu)/.test(chosen);
  const advice: string[] = [];
  if (machine.hasNvidiaDriver && !isOnGpu) {
    advice.push(
      "There is an NVIDIA card that no engine uses: bin/whynot engine install --gpu, or install libvulkan1 for WebGPU.",
    );
  } else if (native && !native.isPresent && !isOnGpu) {
    advice.push(
      `Training and gradient methods run on wasm, three to four times slower than native. ${native.advice}.`,
    );
  }
  if (native?.isPresent && native.device?.startsWith("cpu")) {
    advice.push(
      "The native engine was built for a GPU and finds none: is NVIDIA's driver installed (nvidia-smi)?",
    );
  }
  const onnx = find("onnx");
  if (onnx && !onnx.isPresent) {
    advice.push(`Forward passes run four times slower without onnxruntime. ${onnx.advice}.`);
  }
  if (machine.availableBytes < ENOUGH_MEMORY) {
    advice.push("Less than 1.5 GiB of memory is free: close something, or set WORKER_CONCURRENCY=1.");
  }
  if (Number(machine.node.split(".")[0]) < 22) {
    advice.push("Node 20 gets no more security fixes since April 2026; Node 22 and 24 work as well.");
  }
  return advice;
}
