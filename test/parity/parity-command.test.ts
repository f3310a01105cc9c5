import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { afterEach, expect, it, vi } from "vitest";
import { registerParity } from "#cli/parity.ts";
import type { GoldenCase } from "#lib/scouter/parity/golden-case.ts";

const golden = fileURLToPath(new URL("./golden", import.meta.url));
const folders: string[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A folder with these optimiser cases, changed as the test likes. */
async function makeFolder(change: (cases: GoldenCase[]) => GoldenCase[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "whynot-parity-"));
  folders.push(folder);
  await cp(join(golden, "optim"), join(folder, "optim"), { recursive: true });
  const cases = JSON.parse(await readFile(join(golden, "manifest-optim.json"), "utf8"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(change(cases)));
  return folder;
}

async function runParity(folder: string, ...options: string[]): Promise<string[]> {
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  const program = new Command().exitOverride();
  registerParity(program);
  await program.parseAsync(["node", "whynot", "parity", folder, ...options]);
  return lines;
}

it("passes what agrees, a line a case", async () => {
  const lines = await runParity(await makeFolder((cases) => cases));
  expect(lines.filter((line) => line.startsWith("PASS"))).toHaveLength(9);
  expect(lines.at(-1)).toContain("9 of 9 pass");
  expect(process.exitCode).toBeUndefined();
});

it("fails what does not agree and says what it cannot replay", async () => {
  const folder = await makeFolder(([first, second, third]) => [
    { ...first, options: { ...first.options, lr: 0.02 } },
    { ...second, kind: "unheard_of" },
    third,
  ]);
  const lines = await runParity(folder);
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["FAIL", "UNSUPPORTED", "PASS", "1"]);
  expect(process.exitCode).toBe(1);
});

it("fails a case that cannot be replayed, and goes on", async () => {
  const folder = await makeFolder(([first, second]) => [
    { ...first, files: second.files, kind: "iba" },
    second,
  ]);
  const lines = await runParity(folder);
  expect(lines[0]).toMatch(/^FAIL .*could not be replayed/);
  expect(lines[1]).toMatch(/^PASS/);
});

it("replays the cases whose id begins as asked", async () => {
  const folder = await makeFolder((cases) => cases);
  const lines = await runParity(folder, "--only", "optim/sgd_");
  expect(lines.map((line) => line.split(/ +/)[1]).slice(0, -1)).toEqual([
    "optim/sgd_momentum_dampening_ep",
    "optim/sgd_momentum_wd",
  ]);
  await expect(runParity(folder, "--only", "image/")).rejects.toThrow("No case");
});

it("passes a verdict on, with what was found", async () => {
  const folder = await makeFolder(() => []);
  await cp(join(golden, "models"), join(folder, "models"), { recursive: true });
  const cases: GoldenCase[] = JSON.parse(await readFile(join(golden, "manifest-weights.json"), "utf8"));
  await writeFile(join(folder, "manifest-weights.json"), JSON.stringify(cases));
  const lines = await runParity(folder);
  expect(lines.filter((line) => line.startsWith("PASS"))).toHaveLength(7);
  expect(lines.join("")).toContain("malicious_eval.pth: names __builtin__.eval");
  const wrong = cases.map((one) => ({ ...one, kind: one.kind.replace("container", "pth") }));
  await writeFile(join(folder, "manifest-weights.json"), JSON.stringify(wrong));
  expect((await runParity(folder)).filter((line) => line.startsWith("FAIL"))).toHaveLength(1);
});

it("reads nothing outside the folder", async () => {
  const folder = await makeFolder(([first]) => [{ ...first, files: ["../outside.safetensors"] }]);
  await expect(runParity(folder)).rejects.toThrow("must stay in the folder");
});
