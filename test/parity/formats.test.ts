import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type FormatCase, formatReplays } from "#lib/formats/parity/replay-format.ts";

const golden = fileURLToPath(new URL("./golden/", import.meta.url));
const cases: (FormatCase & { files: string[] })[] = JSON.parse(
  await readFile(`${golden}manifest-formats.json`, "utf8"),
);

async function readCase(files: readonly string[]) {
  const bytes = await Promise.all(files.map((file) => readFile(golden + file)));
  return new Map(files.map((file, i) => [file, new Uint8Array(bytes[i])]));
}

describe("data sets in their own layouts are detected and read as others read them", () => {
  it.each(cases)("$id", async (each) => {
    const { pass, detail } = await formatReplays[each.kind](each, await readCase(each.files));
    expect(pass, detail).toBe(true);
  });

  it("do not depend on the order of the folder", async () => {
    for (const each of cases) {
      const files = [...(await readCase(each.files))].reverse();
      const { pass, detail } = await formatReplays[each.kind](each, new Map(files));
      expect(pass, `${each.id}: ${detail}`).toBe(true);
    }
  });

  it("fail when a number differs", async () => {
    const csv = cases.find(({ id }) => id === "formats/csv")!;
    const files = await readCase(csv.files);
    const path = "formats/csv.expected.json";
    const changed = new TextDecoder().decode(files.get(path)).replace("20.5", "20.6");
    files.set(path, new TextEncoder().encode(changed));
    const { pass, detail } = await formatReplays[csv.kind](csv, files);
    expect(pass).toBe(false);
    expect(detail).toContain("20.5, not 20.6");
  });
});
