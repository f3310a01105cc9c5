import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImagesJsonl } from "#lib/formats/layouts/images-jsonl.ts";
import type { FileSource, SourceEntry } from "#lib/formats/sources/file-source.ts";
import { readFolderDataset } from "#lib/formats/sources/folder-dataset.ts";
import { pathProblem } from "#lib/formats/sources/safe-path.ts";

/** A source in memory: text by path; a value of null is a symbolic link. */
function sourceOf(files: Record<string, string | null>): FileSource {
  const entries = Object.entries(files).map(
    ([path, text]): SourceEntry => ({
      path,
      byteSize: text?.length ?? 0,
      kind: text === null ? "symlink" : "file",
    }),
  );
  return {
    list: async () => entries,
    read: async (path) => new TextEncoder().encode(files[path] ?? ""),
  };
}

const line = (value: object) => JSON.stringify(value);

describe("images.jsonl", () => {
  it("keeps everything a line says", () => {
    const { records, refused } = readImagesJsonl(
      line({
        file: "test/fox/1.png",
        split: "test",
        class: "fox",
        width: 3,
        height: 2,
        regions: [
          { kind: "mask", size: [2, 3], counts: [1, 5] },
          { kind: "box", x: 0, y: 0.5, width: 2, height: 1, class: "tail" },
          {
            kind: "polygon",
            parts: [
              [
                [0, 0],
                [3, 0],
                [0, 2],
              ],
            ],
          },
        ],
        attributes: { style: "noto", views: 3, night: false, note: null },
      }),
    );
    expect(refused).toEqual([]);
    expect(records).toEqual([
      {
        file: "test/fox/1.png",
        split: "test",
        className: "fox",
        size: { width: 3, height: 2 },
        regions: [
          { kind: "mask", size: [2, 3], counts: [1, 5] },
          { kind: "box", x: 0, y: 0.5, width: 2, height: 1, class: "tail" },
          {
            kind: "polygon",
            parts: [
              [
                [0, 0],
                [3, 0],
                [0, 2],
              ],
            ],
          },
        ],
        attributes: { style: "noto", views: 3, night: false, note: null },
        line: 1,
      },
    ]);
  });

  it("needs nothing but the file", () => {
    const { records } = readImagesJsonl('{"file":"a.png"}');
    expect(records[0]).toMatchObject({
      split: "all",
      className: null,
      size: null,
      regions: [],
      attributes: {},
    });
  });

  it.each([
    ["no JSON", "{file: a}", "not-json"],
    ["an array", "[]", "bad-field"],
    ["no file", '{"class":"fox"}', "bad-field"],
    ["an operator where a text belongs", '{"file":{"startsWith":""}}', "bad-field"],
    ["a region of no kind", '{"file":"a.png","regions":[{"kind":"blob"}]}', "bad-field"],
    [
      "a box of text",
      '{"file":"a.png","regions":[{"kind":"box","x":"0","y":0,"width":1,"height":1}]}',
      "bad-field",
    ],
    [
      "a negative run",
      '{"file":"a.png","regions":[{"kind":"mask","size":[1,1],"counts":[-1,2]}]}',
      "bad-field",
    ],
    ["a line break in a class", '{"file":"a.png","class":"a\\nb"}', "bad-field"],
    ["an endless class", line({ file: "a.png", class: "x".repeat(1e6) }), "bad-field"],
    ["a way out", '{"file":"../../secret.png"}', "bad-path"],
    ["an absolute path", '{"file":"/etc/passwd"}', "bad-path"],
    [
      "ten thousand levels",
      `{"file":"a.png","attributes":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
      "bad-field",
    ],
  ])("refuses %s on its own line and reads the rest", (_, bad, reason) => {
    const { records, refused } = readImagesJsonl(`{"file":"1.png"}\n${bad}\n\n{"file":"2.png"}\n`);
    expect(records.map(({ file, line: number }) => [file, number])).toEqual([
      ["1.png", 1],
      ["2.png", 4],
    ]);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ line: 2, reason });
    expect(refused[0].message.length).toBeLessThan(500);
  });

  it("refuses a file listed twice and says where it was first", () => {
    const { records, refused } = readImagesJsonl(
      '{"file":"a.png","class":"x"}\n{"file":"a.png","class":"y"}',
    );
    expect(records).toHaveLength(1);
    expect(refused[0]).toMatchObject({ file: "a.png", line: 2, reason: "listed-twice" });
    expect(refused[0].message).toContain("line 1");
  });

  it("is not moved by __proto__", () => {
    const { records } = readImagesJsonl(
      '{"file":"a.png","attributes":{"__proto__":"x"},"__proto__":{"split":"y"}}',
    );
    expect(records.map(({ split }) => split)).toEqual(["all"]);
    expect(({} as { split?: string }).split).toBeUndefined();
  });

  it("accounts for every line, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.string(), fc.constant('{"file":"a/b.png"}'))), (lines) => {
        const text = lines.map((each) => each.replaceAll("\n", " ")).join("\n");
        const { records, refused } = readImagesJsonl(text);
        const full = text.split("\n").filter((each) => each.trim() !== "");
        expect(records.length + refused.length).toBe(full.length);
      }),
    );
  });
});

describe("paths", () => {
  it.each([
    "a.png",
    "train/fox/0001.webp",
    "Straße/Füchse 1.png",
    "a..b/c...png",
    `${"x".repeat(255)}/a.png`,
  ])("%s is fine", (path) => expect(pathProblem(path)).toBeNull());

  it.each([
    "",
    "/a",
    "../a",
    "a/../b",
    "a/./b",
    "a//b",
    "a/",
    "..",
    "a\\b",
    "C:/a",
    "c:a",
    "a\0b",
    "a\nb",
    "fox\u202egnp.exe",
    "x".repeat(256),
    `${"a/".repeat(600)}b`,
  ])("%j is refused", (path) => expect(pathProblem(path)).not.toBeNull());
});

describe("class folders", () => {
  it("take class/file and split/class/file", async () => {
    const { records, refused } = await readFolderDataset(
      sourceOf({ "README.md": "", "fox/1.png": "", "fox/.hidden.png": "", "test/lion/2.JPG": "" }),
    );
    expect(refused).toEqual([]);
    expect(records.map(({ file, split, className }) => [file, split, className])).toEqual([
      ["fox/1.png", "all", "fox"],
      ["test/lion/2.JPG", "test", "lion"],
    ]);
  });

  it.each([
    ["a picture outside every folder", "1.png", "no-class"],
    ["a picture in a split folder", "test/1.png", "no-class"],
    ["a picture too deep", "test/lion/a/1.png", "too-deep"],
    ["a file that is no picture", "fox/notes.txt", "not-a-picture"],
  ])("refuse %s by name", async (_, path, reason) => {
    const { records, refused } = await readFolderDataset(sourceOf({ "test/lion/2.png": "", [path]: "" }));
    expect(records).toHaveLength(1);
    expect(refused).toMatchObject([{ file: path, line: null, reason }]);
  });
});

describe("a folder", () => {
  it("with images.jsonl goes by it, and names what is missing, linked or not listed", async () => {
    const { records, refused, warnings } = await readFolderDataset(
      sourceOf({
        "images.jsonl": ["a.png", "gone.png", "link.png"]
          .map((file) => line({ file, class: "x" }))
          .join("\n"),
        "a.png": "",
        "link.png": null,
        "extra.png": "",
        "notes.txt": "",
      }),
    );
    expect(records.map(({ file }) => file)).toEqual(["a.png"]);
    expect(refused.map(({ file, reason }) => [file, reason])).toEqual([
      ["link.png", "link"],
      ["gone.png", "missing"],
    ]);
    expect(warnings).toMatchObject([{ file: "extra.png", reason: "unlisted" }]);
  });

  it("without any picture is an error that says what is expected", async () => {
    await expect(readFolderDataset(sourceOf({ "README.md": "" }))).rejects.toThrow(/images\.jsonl.*class/);
  });

  it("whose images.jsonl is not text is an error", async () => {
    const source = sourceOf({ "images.jsonl": "x" });
    const binary = { ...source, read: async () => Uint8Array.of(0xff, 0xfe, 0x00) };
    await expect(readFolderDataset(binary)).rejects.toMatchObject({ code: "invalid" });
  });
});
