import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerHostile, type HostileCase, hostileDiffers } from "#lib/formats/parity/replay-hostile.ts";

const read = (name: string) => readFileSync(new URL(`golden/formats/hostile/${name}`, import.meta.url));
const { cases }: { cases: HostileCase[] } = JSON.parse(read("expected.json").toString());
const picture = read("a_for_json.jpg");

/** As stored, or made again where a megabyte of one letter is not worth storing. */
function bytesOf(file: string): Uint8Array {
  if (file === "tables/cell_1mb.csv") return Buffer.from(`file,label\na.png,${"x".repeat(1_000_000)}\n`);
  return read(file);
}

describe("hostile descriptions", () => {
  const described = cases.filter(({ file }) => /^(json|tables)\//.test(file));

  it.each(described)("$file: $outcome, $code", async (each) => {
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
    for (const { file } of described) await answerHostile(file, bytesOf(file), picture);
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });
});
