import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLocalFolder } from "#lib/storage/local-folder.ts";
import type { Storage } from "#lib/storage/storage.ts";

const BYTES = new TextEncoder().encode("a koala");
const NAME = createHash("sha256").update(BYTES).digest("hex");

let folder: string;
let storage: Storage;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "whynot-files-"));
  storage = openLocalFolder(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const filesLeft = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

test("what is put comes back under the hash of its content, whole or as a stream", async () => {
  expect(await storage.put(BYTES)).toBe(NAME);
  expect(await storage.has(NAME)).toBe(true);
  expect(await storage.get(NAME)).toEqual(BYTES);
  expect(new Uint8Array(await new Response(await storage.stream(NAME)).arrayBuffer())).toEqual(BYTES);
});

test("the same bytes put at once by many are one file, and no half-written one stays", async () => {
  const names = await Promise.all(Array.from({ length: 20 }, () => storage.put(BYTES)));
  expect(new Set(names)).toEqual(new Set([NAME]));
  expect(filesLeft().map((entry) => entry.name)).toEqual([NAME]);
});

test("what is not there is not found; removing it is no error", async () => {
  await expect(storage.get(NAME)).rejects.toMatchObject({ code: "not_found" });
  await expect(storage.stream(NAME)).rejects.toMatchObject({ code: "not_found" });
  expect(await storage.has(NAME)).toBe(false);
  await storage.remove(NAME);
  await storage.put(BYTES);
  await storage.remove(NAME);
  expect(await storage.has(NAME)).toBe(false);
});

test.each(["../../etc/passwd", "..%2f", "", NAME.toUpperCase(), `${NAME}/..`, `${NAME}\0`, NAME.slice(1)])(
  "%j is no name of a file",
  async (name) => {
    await expect(storage.get(name)).rejects.toMatchObject({ code: "not_found" });
    await expect(storage.remove(name)).rejects.toMatchObject({ code: "not_found" });
    await expect(storage.has(name)).rejects.toMatchObject({ code: "not_found" });
  },
);
