import { expect, it } from "vitest";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";
import { type ArchiveFile, writeArchive } from "#test/support/write-archive.ts";

/** An archive that is only spoken of: a zip64 end record over bytes that nobody has. */
function announcing(entryCount: number, directoryBytes: number) {
  const offset = 40 * entryCount;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  for (const [at, value] of [
    [24, entryCount],
    [32, entryCount],
    [40, directoryBytes],
    [48, offset],
  ]) {
    end64.writeBigUInt64LE(BigInt(value), at);
  }
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + directoryBytes), 8);
  const end = Buffer.alloc(22, 0xff);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0, 20);
  const tail = Buffer.concat([end64, locator, end]);
  const byteSize = offset + directoryBytes + tail.length;
  let asked = 0;
  const read = async (from: number, to: number) => {
    asked += to - from;
    const bytes = Buffer.alloc(Math.max(0, Math.min(to, byteSize) - from));
    const start = byteSize - tail.length;
    tail.copy(
      bytes,
      Math.max(0, start - from),
      Math.max(0, from - start),
      Math.max(0, Math.min(to, byteSize) - start),
    );
    return bytes;
  };
  return { byteSize, read, asked: () => asked };
}

it("a million tiny entries are refused by their number alone: nothing but the end of the archive is read", async () => {
  const archive = announcing(1_000_000, 47_000_000);
  await expect(openZipSource(archive.read, archive.byteSize)).rejects.toMatchObject({
    details: { reason: "too-many-entries" },
  });
  expect(archive.asked()).toBeLessThan(70_000);
});

it("a directory too long for the number of entries it speaks of is refused before it is read", async () => {
  const archive = announcing(9000, 2_000_000_000);
  await expect(openZipSource(archive.read, archive.byteSize)).rejects.toMatchObject({
    details: { reason: "corrupt-archive" },
  });
  expect(archive.asked()).toBeLessThan(70_000);
});

it("entries each within its limit are refused for their sum, and none of them is unpacked", async () => {
  const content = new Uint8Array(1_000_000);
  const bytes = writeArchive(
    Array.from({ length: 30 }, (_, i) => ({ name: `${i}.png`, content, isStored: true })),
  );
  await expect(refusalOf(bytes, 20e6)).resolves.toEqual({ reason: "too-many-bytes", readOfContents: 0 });
});

it.each<[string, ArchiveFile, string]>([
  ["leads out", { name: "../evil.png", content: "x" }, "bad-path"],
  ["comes twice", { name: "ok.png", content: "x" }, "duplicate-entry"],
  ["is an archive", { name: "inner.zip", content: "x" }, "nested-archive"],
  ["is a bomb", { name: "bomb.txt", content: new Uint8Array(50_000_000) }, "compression-ratio"],
])("an entry that %s refuses the archive before any other is read", async (_, bad, reason) => {
  const bytes = writeArchive([{ name: "ok.png", content: "y".repeat(999), isStored: true }, bad]);
  await expect(refusalOf(bytes)).resolves.toEqual({ reason, readOfContents: 0 });
});

/** @returns why, and how many bytes of the first file's content had been read by then */
async function refusalOf(bytes: Uint8Array, maxTotal?: number) {
  const start = 30 + Buffer.from(bytes.subarray(26, 28)).readUInt16LE();
  let readOfContents = 0;
  const read = async (from: number, to: number) => {
    const isHeader = from === 0 && to <= 30;
    // The end record is looked for in the last 64 kB, whatever lies there.
    const isEnd = to === bytes.length;
    if (!isHeader && !isEnd && from < start + 999 && to > start) readOfContents += to - from;
    return bytes.subarray(from, to);
  };
  return openZipSource(read, bytes.length, maxTotal === undefined ? {} : { maxTotal }).then(
    () => expect.fail("it was opened"),
    ({ details }) => ({ reason: details.reason, readOfContents }),
  );
}

it.each(["tar", "tar.gz", "7z", "rar"])(
  "a .%s, links and all, is no archive that is read",
  async (ending) => {
    const source: FileSource = {
      list: async () => [{ path: `pictures.${ending}`, byteSize: 9, kind: "file" }],
      read: async () => expect.fail("it was read"),
    };
    await expect(readDataset(source)).rejects.toMatchObject({ details: { reason: "unsupported" } });
  },
);
