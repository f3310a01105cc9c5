import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
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

async function* inPieces(...pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield piece;
}

test("what comes in pieces is stored under the hash of the whole, as if it had come at once", async () => {
  const stored = await storage.putStream(inPieces(BYTES.slice(0, 3), BYTES.slice(3)), BYTES.length);
  expect(stored).toEqual({ sha256: NAME, byteSize: BYTES.length });
  expect(await storage.get(NAME)).toEqual(BYTES);
  expect(await storage.put(BYTES)).toBe(NAME);
  await storage.putStream(inPieces(BYTES), BYTES.length);
  expect(filesLeft().map((entry) => entry.name)).toEqual([NAME]);
});

test("what is too large, or ends early, leaves nothing behind", async () => {
  let asked = 0;
  async function* endless() {
    for (;;) {
      asked += 1;
      yield BYTES;
    }
  }
  await expect(storage.putStream(endless(), 100)).rejects.toMatchObject({ code: "too_large" });
  expect(asked).toBe(Math.floor(100 / BYTES.length) + 1);
  async function* broken() {
    yield BYTES;
    throw new Error("the line was cut");
  }
  await expect(storage.putStream(broken(), 100)).rejects.toThrow("the line was cut");
  expect(filesLeft()).toEqual([]);
});

test("what a process that died left half-written is removed a day later, not before", async () => {
  mkdirSync(path.join(folder, "incoming"));
  for (const [name, ageDays] of [
    ["old", 2],
    ["young", 0],
  ] as const) {
    const file = path.join(folder, "incoming", `${name}.partial`);
    writeFileSync(file, BYTES);
    const at = Date.now() / 1000 - ageDays * 86_400;
    utimesSync(file, at, at);
  }
  await storage.putStream(inPieces(BYTES), 100);
  expect(new Set(filesLeft().map((entry) => entry.name))).toEqual(new Set(["young.partial", NAME]));
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
