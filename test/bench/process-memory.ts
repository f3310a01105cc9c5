import { readdir, readFile } from "node:fs/promises";

/** Proportional set size in MiB by what a process is for; shared pages are counted once over those who share them. */
export interface InstallationMemory {
  site: number;
  worker: number;
  database: number;
  /** The process that started the others and waits for Ctrl-C. */
  supervisor: number;
}

async function parentOf(pid: string): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  } catch {
    return null;
  }
}

/** The process and everything it started, as /proc knows it now. */
async function processTree(rootPid: number): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = new Map(await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const)));
  const tree = new Set([String(rootPid)]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pid, parent] of parents) {
      if (parent !== null && tree.has(parent) && !tree.has(pid)) {
        tree.add(pid);
        grew = true;
      }
    }
  }
  return [...tree];
}

async function roleOf(pid: string, rootPid: number): Promise<keyof InstallationMemory> {
  if (pid === String(rootPid)) return "supervisor";
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (/postgres/.test(command)) return "database";
  if (/next/.test(command)) return "site";
  return "worker";
}

/** Memory of a running installation, from its supervisor's process id. Linux only. */
export async function installationMemory(rootPid: number): Promise<InstallationMemory> {
  const memory: InstallationMemory = { site: 0, worker: 0, database: 0, supervisor: 0 };
  for (const pid of await processTree(rootPid)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    memory[await roleOf(pid, rootPid)] += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
  }
  return memory;
}
