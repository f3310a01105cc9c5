import { execSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { Benchmark, Measurement } from "./bench.ts";

async function findBenchmarks(wanted: string[]): Promise<Benchmark[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(".bench.ts"));
  const found = await Promise.all(
    files.map(async (file) => (await import(`./${file}`)).default as Benchmark),
  );
  const unknown = wanted.filter((name) => !found.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `No benchmark ${unknown.join(", ")}. There are: ${found.map(({ name }) => name).join(", ")}.`,
    );
  }
  return wanted.length > 0 ? found.filter(({ name }) => wanted.includes(name)) : found;
}

function printTable(rows: Measurement[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, unit, target } of rows) {
    const figure = value.toPrecision(4).padStart(10);
    console.log(`  ${name.padEnd(width)} ${figure} ${unit.padEnd(8)} ${target ? `target ${target}` : ""}`);
  }
}

function commit(): string {
  try {
    return execSync("git rev-parse --short HEAD", { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

const results: Record<string, Measurement[]> = {};
for (const benchmark of await findBenchmarks(process.argv.slice(2))) {
  console.log(`\n${benchmark.name}: ${benchmark.about}`);
  results[benchmark.name] = await benchmark.run();
  printTable(results[benchmark.name]);
}

const folder = join(process.cwd(), "bench", "results");
await mkdir(folder, { recursive: true });
const at = new Date().toISOString();
const file = join(folder, `${at.replaceAll(":", "-")}.json`);
const machine = {
  cores: cpus().length,
  cpu: cpus()[0]?.model,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
await writeFile(file, `${JSON.stringify({ at, commit: commit(), machine, results }, null, 2)}\n`);
console.log(`\nWritten to bench/results/${at.replaceAll(":", "-")}.json`);
