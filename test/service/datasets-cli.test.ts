import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { registerData } from "#cli/data.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { plainPng } from "#test/support/files-in-memory.ts";
import { catchOutput } from "#test/support/printed-output.ts";
import { openS3Server, S3_KEYS } from "#test/support/s3-server.ts";

let database: TestDatabase;
let folder: string;

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
const output = catchOutput(() => database);

async function whynot(...args: string[]): Promise<void> {
  const program = new Command("whynot").exitOverride();
  registerData(program);
  await program.parseAsync(["data", "import", folder, "--name", "Foxes", ...args], { from: "user" });
}

describe("whynot data import", () => {
  it("rehearses, imports and finds nothing new the second time", async () => {
    await whynot("--dry-run");
    expect(output.printed).toContain("1 found: 1 would be added, 0 there already, 0 refused.");
    expect(await database.db.image.count()).toBe(0);
    await whynot();
    expect(output.printed).toContain("1 found: 1 added, 0 there already, 0 refused.");
    await whynot("--json");
    expect(JSON.parse(output.printed.trim().split("\n").at(-1) ?? "")).toMatchObject({
      added: 0,
      unchanged: 1,
    });
    expect(await database.db.image.count()).toBe(1);
    expect(process.exitCode).toBeUndefined();
  });

  it("imports from a place in S3, once", async () => {
    const bytes = await plainPng(12, 8);
    const server = await openS3Server(new Map([["birds/wren/1.png", bytes]]));
    vi.stubEnv("AWS_ENDPOINT_URL_S3", server.endpoint);
    vi.stubEnv("AWS_REGION", S3_KEYS.region);
    vi.stubEnv("AWS_ACCESS_KEY_ID", S3_KEYS.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", S3_KEYS.secretAccessKey);
    vi.stubEnv("S3_PATH_STYLE", "on");
    const fromS3 = ["data", "import", "s3://pictures/birds", "--name", "Wrens", "--json"];
    const reports = [];
    for (let i = 0; i < 2; i++) {
      const program = new Command("whynot").exitOverride();
      registerData(program);
      await program.parseAsync(fromS3, { from: "user" });
      reports.push(JSON.parse(output.printed.trim().split("\n").at(-1) ?? ""));
    }
    await server.close();
    expect(reports).toMatchObject([
      { added: 1, unchanged: 0 },
      { added: 0, unchanged: 1 },
    ]);
    const images = await database.db.image.findMany({ where: { dataset: { name: "Wrens" } } });
    expect(images).toMatchObject([{ width: 12, height: 8 }]);
  });

  it("refuses a list of addresses line by line, and all of it until it is switched on", async () => {
    const list = path.join(folder, "list.txt");
    await writeFile(list, "http://127.0.0.1/a.png\nftp://a.example/b.png\n");
    const run = async () => {
      const whynotCommand = new Command("whynot").exitOverride();
      registerData(whynotCommand);
      await whynotCommand.parseAsync(["data", "import", "--urls", list, "--name", "Strangers"], {
        from: "user",
      });
    };
    await expect(run()).rejects.toThrow("IMPORT_URLS=on");
    vi.stubEnv("IMPORT_URLS", "on");
    await run();
    await rm(list);
    expect(output.printed).toContain("2 refused");
    expect(output.printed).toContain("line 1: The address does not lead to a public server");
    expect(process.exitCode).toBe(2);
    expect(await database.db.image.count({ where: { dataset: { name: "Strangers" } } })).toBe(0);
  });

  it("names what was refused and ends with status 2", async () => {
    await writeFile(path.join(folder, "fox/2.png"), "no picture");
    await whynot();
    expect(output.printed).toMatch(/refused: fox\/2\.png: This is not a JPEG/);
    expect(process.exitCode).toBe(2);
  });

  it("asks which workspace when there are several", async () => {
    await database.ctx("owner", "other");
    await expect(whynot()).rejects.toThrow(/give --workspace with one of lab, other/);
    await expect(whynot("--workspace", "nowhere")).rejects.toThrow(/no workspace "nowhere"/);
    await whynot("--workspace", "other", "--dry-run");
    expect(output.printed).toContain("1 would be added");
  });
});
