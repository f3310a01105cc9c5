import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";

const SAMPLE_MS = 100;

/** How long a command of `bin/whynot` takes, and the most memory its processes held at once. Linux only. */
export async function measureCommand(args: readonly string[], environment: Record<string, string>) {
  const began = performance.now();
  const child = spawn(process.execPath, ["bin/whynot", ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  let peakMb = 0;
  const sampling = setInterval(async () => {
    peakMb = Math.max(peakMb, await memoryOf(child));
  }, SAMPLE_MS);
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  clearInterval(sampling);
  if (code !== 0) throw new Error(`whynot ${args.join(" ")} ended with ${code}`);
  return { ms: performance.now() - began, peakMb };
}

async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
