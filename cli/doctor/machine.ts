import { existsSync } from "node:fs";
import { availableParallelism, freemem, totalmem } from "node:os";

export interface Machine {
  node: string;
  platform: string;
  cores: number;
  memoryBytes: number;
  /** What new processes may still take. */
  availableBytes: number;
  /** NVIDIA's driver is loaded. */
  hasNvidiaDriver: boolean;
}

export const readMachine = (): Machine => ({
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  cores: availableParallelism(),
  memoryBytes: process.constrainedMemory?.() || totalmem(),
  availableBytes: process.availableMemory?.() ?? freemem(),
  hasNvidiaDriver: existsSync("/proc/driver/nvidia/version"),
});

const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);

export const describeMachine = ({ node, platform, cores, memoryBytes, availableBytes }: Machine): string =>
  `Node ${node}, ${platform}, ${cores} cores, ${gigabytes(availableBytes)} of ${gigabytes(Math.min(memoryBytes, totalmem()))} GiB memory free`;
