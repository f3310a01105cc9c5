import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeZip, type ZipFile } from "#lib/formats/encodings/write-zip.ts";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";

const text = (value: string) => new TextEncoder().encode(value);

async function* inChunks(...parts: (string | Uint8Array)[]) {
  yield* parts;
}

async function* list(files: readonly ZipFile[]) {
  yield* files;
}

async function archive(files: readonly ZipFile[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of writeZip(list(files))) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

const open = (bytes: Uint8Array, maxEntries = 10_000) =>
  openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length, { maxEntries });

describe("writing a ZIP archive", () => {
  const long = Array.from({ length: 150_000 }, (_, i) => `größe, ${(i * 7919) % 99_991}\n`).join("");
  const files: ZipFile[] = [
    { path: "a/picture.png", bytes: Uint8Array.of(1, 2, 3) },
    { path: "lines.json", chunks: inChunks("[1,", text("2"), "]", long) },
    { path: "nothing.txt", chunks: inChunks() },
    { path: "größe/鳥.txt", bytes: text("bird") },
  ];

  it("gives files back that were whole and files that came in chunks", async () => {
    const bytes = await archive(files);
    const source = await open(bytes);
    expect(await source.read("a/picture.png", 100)).toEqual(Uint8Array.of(1, 2, 3));
    expect(new TextDecoder().decode(await source.read("lines.json", 1e8))).toBe(`[1,2]${long}`);
    expect(await source.read("nothing.txt", 100)).toHaveLength(0);
    expect(new TextDecoder().decode(await source.read("größe/鳥.txt", 100))).toBe("bird");
    expect(bytes.length).toBeLessThan(long.length / 3);
  });

  it("is ZIP64 from 65,535 files on", async () => {
    const many = Array.from({ length: 65_536 }, (_, i) => ({ path: `${i}.txt`, bytes: text(String(i)) }));
    const source = await open(await archive(many), 100_000);
    expect(await source.list()).toHaveLength(65_536);
    expect(new TextDecoder().decode(await source.read("65535.txt", 10))).toBe("65535");
  });

  it("is read by another program", async () => {
    const folder = await mkdtemp(join(tmpdir(), "whynot-zip-"));
    const file = join(folder, "a.zip");
    const again = [{ path: "lines.json", chunks: inChunks("[1,", text("2"), "]", long) }, files[0], files[3]];
    await writeFile(file, await archive(again));
    const program =
      "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(len(z.read('lines.json')), z.namelist()[1])";
    const said = execFileSync("python3", ["-c", program, file], { encoding: "utf8" });
    expect(said.trim()).toBe(`${Buffer.byteLength(long) + 5} a/picture.png`);
    await rm(folder, { recursive: true });
  });
});
