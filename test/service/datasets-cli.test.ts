import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { registerData } from "#cli/data.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let folder: string;
let printed: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "whynot-cli-"));
  await mkdir(path.join(folder, "fox"));
  const data = new Uint8Array(4 * 4 * 3).fill(9);
  await writeFile(path.join(folder, "fox/1.png"), await encodePng({ data, width: 4, height: 4 }));
  await database.ctx("owner", "lab");
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  printed = "";
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("WHYNOT_HOME", database.home);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

async function whynot(...args: string[]): Promise<void> {
  const program = new Command("whynot").exitOverride();
  registerData(program);
  await program.parseAsync(["data", "import", folder, "--name", "Foxes", ...args], { from: "user" });
}

describe("whynot data import", () => {
  it("rehearses, imports and finds nothing new the second time", async () => {
    await whynot("--dry-run");
    expect(printed).toContain("1 found: 1 would be added, 0 there already, 0 refused.");
    expect(await database.db.image.count()).toBe(0);
    await whynot();
    expect(printed).toContain("1 found: 1 added, 0 there already, 0 refused.");
    await whynot("--json");
    expect(JSON.parse(printed.trim().split("\n").at(-1) ?? "")).toMatchObject({ added: 0, unchanged: 1 });
    expect(await database.db.image.count()).toBe(1);
    expect(process.exitCode).toBeUndefined();
  });

  it("names what was refused and ends with status 2", async () => {
    await writeFile(path.join(folder, "fox/2.png"), "no picture");
    await whynot();
    expect(printed).toMatch(/refused: fox\/2\.png: This is not a JPEG/);
    expect(process.exitCode).toBe(2);
  });

  it("asks which workspace when there are several", async () => {
    await database.ctx("owner", "other");
    await expect(whynot()).rejects.toThrow(/give --workspace with one of lab, other/);
    await expect(whynot("--workspace", "nowhere")).rejects.toThrow(/no workspace "nowhere"/);
    await whynot("--workspace", "other", "--dry-run");
    expect(printed).toContain("1 would be added");
  });
});
