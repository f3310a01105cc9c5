import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerHostile, type HostileCase, hostileDiffers } from "#lib/formats/parity/replay-hostile.ts";
import { writeArchive } from "#test/support/write-archive.ts";

const read = (name: string) => readFileSync(new URL(`golden/formats/hostile/${name}`, import.meta.url));
const readImage = (name: string) => readFileSync(new URL(`golden/hostile-images/${name}`, import.meta.url));
const { cases }: { cases: HostileCase[] } = JSON.parse(read("expected.json").toString());
const picture = read("a_for_json.jpg");

/** As stored, or made again where a megabyte of one letter or 20 000 empty files are not worth storing. */
function bytesOf(file: string): Uint8Array {
  if (file.startsWith("images/")) return readImage(file.slice("images/".length));
  if (file === "archives/many_entries_20000.zip") {
    return writeArchive(Array.from({ length: 20_000 }, (_, i) => ({ name: `${i}.png`, isStored: true })));
  }
  if (file === "tables/cell_1mb.csv") return Buffer.from(`file,label\na.png,${"x".repeat(1_000_000)}\n`);
  return read(file);
}

describe("hostile files", () => {
  it.each(cases)("$file: $outcome, $code", async (each) => {
    const answer = await answerHostile(each.file, bytesOf(each.file), picture);
    expect(hostileDiffers(each, answer)).toBeNull();
  });

  it("change no prototype", async () => {
    for (const file of ["json/proto.json", "tables/proto_header.csv"]) {
      await answerHostile(file, bytesOf(file), picture);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("take little memory, all together", async () => {
    const before = process.memoryUsage().rss;
    for (const { file } of cases) await answerHostile(file, bytesOf(file), picture);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });
});
