import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openZipSource, type ZipLimits } from "#lib/formats/sources/zip-source.ts";
import { type ArchiveFile, writeArchive } from "#test/support/write-archive.ts";

const open = (bytes: Uint8Array, limits?: Partial<ZipLimits>) =>
  openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length, limits);

async function reasonOf(files: ArchiveFile[], limits?: Partial<ZipLimits>): Promise<string> {
  return open(writeArchive(files), limits).then(
    () => "none",
    (error) => error.details.reason,
  );
}

describe("a ZIP archive", () => {
  it("gives every file as it was, stored or deflated, with plain or zip64 sizes", async () => {
    const name = fc.stringMatching(/^[a-z]{1,8}\.txt$/);
    const file = fc.record({
      name,
      content: fc.uint8Array({ maxLength: 3000 }),
      isStored: fc.boolean(),
      isWide: fc.boolean(),
    });
    const files = fc.uniqueArray(file, { selector: (each) => each.name, minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(files, async (list) => {
        const source = await open(writeArchive(list));
        const names = list.map((each) => each.name).sort();
        expect((await source.list()).map(({ path }) => path)).toEqual(names);
        for (const { name: path, content } of list) {
          expect(new Uint8Array(await source.read(path, 5000))).toEqual(content);
          expect(new Uint8Array(await source.slice!(path, 3, 9))).toEqual(content.subarray(3, 9));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is refused for too many files before any is looked at", async () => {
    const files = Array.from({ length: 20_000 }, (_, i) => ({ name: `${i}.png`, isStored: true }));
    expect(await reasonOf(files)).toBe("too-many-entries");
    expect(await reasonOf(files, { maxEntries: 20_000 })).toBe("none");
  });

  it.each([
    ["../a.png", "bad-path"],
    ["a/../../b.png", "bad-path"],
    ["..\\a.png", "bad-path"],
    ["/a.png", "bad-path"],
    ["c:/a.png", "bad-path"],
    ["a\u0000.png", "bad-name"],
    ["a\n.png", "bad-name"],
    ["x".repeat(5000), "name-too-long"],
    ["inner.tar.gz", "nested-archive"],
  ])("is refused for a file called %j", async (name, reason) => {
    expect(await reasonOf([{ name: "ok.png" }, { name }])).toBe(reason);
  });

  it("unpacks to a bound, each file and all of them", async () => {
    const zeros = { name: "a.txt", content: new Uint8Array(2_000_000) };
    expect(await reasonOf([zeros])).toBe("compression-ratio");
    expect(await reasonOf([{ ...zeros, isStored: true }])).toBe("none");
    expect(await reasonOf([{ ...zeros, isStored: true }], { maxTotal: 1_999_999 })).toBe("too-many-bytes");
    const source = await open(writeArchive([{ name: "a.txt", content: "hello" }]));
    await expect(source.read("a.txt", 4)).rejects.toMatchObject({ code: "too_large" });
    await expect(source.read("b.txt", 4)).rejects.toMatchObject({ code: "not_found" });
  });

  it("with any bytes changed gives the right file or an error, never anything else", async () => {
    const content = "the very bytes ".repeat(20);
    const archive = writeArchive([
      { name: "a.txt", content },
      { name: "b.txt", content, isWide: true },
    ]);
    const change = fc.tuple(fc.nat(archive.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Uint8Array.from(archive);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const source = await open(bytes);
          for (const { path } of await source.list()) {
            const text = new TextDecoder().decode(await source.read(path, 1000));
            expect(text).toBe(content);
          }
        } catch (error) {
          expect(error).toMatchObject({ name: "AppError" });
        }
      }),
      { numRuns: 300 },
    );
  });
});
