import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { measurePictures } from "#lib/formats/dataset/measure-pictures.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { readPngSamples } from "#lib/imaging/png-samples.ts";
import { writePng } from "#lib/imaging/write-png.ts";
import { filesInMemory, plainPng } from "#test/support/files-in-memory.ts";

const reasons = (problems: { reason: string }[]) => problems.map(({ reason }) => reason);

/** An idx file of the given sizes whose numbers count up. */
function idx(...shape: number[]): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const file = Buffer.alloc(4 + 4 * shape.length + count);
  file[2] = 8;
  file[3] = shape.length;
  for (const [i, size] of shape.entries()) file.writeUInt32BE(size, 4 + 4 * i);
  for (let i = 0; i < count; i++) file[4 + 4 * shape.length + i] = i % 251;
  return file;
}

describe("MNIST", () => {
  const set = { "train-images-idx3-ubyte": idx(3, 4, 5), "train-labels-idx1-ubyte": idx(3) };

  it("names pictures beside their file and gives them as PNG with the same grey levels", async () => {
    const { records, source, classes } = await readDataset(filesInMemory(set));
    expect(records.map(({ file, className, split }) => [file, className, split])).toEqual([
      ["train/0", "0", "train"],
      ["train/1", "1", "train"],
      ["train/2", "2", "train"],
    ]);
    expect(classes?.map(({ name }) => name)).toEqual(["0", "1", "2"]);
    const picture = readPngSamples(await source.read("train/1", 10_000), 100);
    expect(picture).toEqual({ data: Uint8Array.from({ length: 20 }, (_, i) => 20 + i), width: 5, height: 4 });
  });

  it("reads packed files alike", async () => {
    const packed = Object.fromEntries(
      Object.entries(set).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
    );
    const [plain, unpacked] = await Promise.all(
      [set, packed].map((files) => readDataset(filesInMemory(files))),
    );
    expect(unpacked.records).toEqual(plain.records);
    expect(await unpacked.source.read("train/2", 1e4)).toEqual(await plain.source.read("train/2", 1e4));
  });

  it("keeps two sets of one name apart when they differ", async () => {
    const { records, warnings } = await readDataset(
      filesInMemory({
        "a/train-images-idx3-ubyte": idx(1, 2, 2),
        "a/train-labels-idx1-ubyte": idx(1),
        "b/train-images-idx3-ubyte": idx(2, 2, 2),
        "b/train-labels-idx1-ubyte": idx(2),
      }),
    );
    expect(records.map(({ file }) => file)).toEqual(["a/train/0", "b/train/0", "b/train/1"]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ["labels that do not match", { ...set, "train-labels-idx1-ubyte": idx(2) }, "count-mismatch"],
    ["a cut file", { ...set, "train-images-idx3-ubyte": idx(3, 4, 5).subarray(0, 70) }, "truncated-file"],
    [
      "a lying count",
      { ...set, "train-labels-idx1-ubyte": Buffer.from([0, 0, 8, 1, 238, 0, 0, 0]) },
      "truncated-file",
    ],
    ["a damaged .gz", { "x-images-idx3-ubyte.gz": "x", "x-labels-idx1-ubyte.gz": "x" }, "damaged"],
  ])("refuses %s", async (_, files, reason) => {
    const { records, refused } = await readDataset(filesInMemory(files));
    expect(records).toEqual([]);
    expect(reasons(refused)).toEqual([reason]);
  });
});

const box = (name: string, numbers: number[]) => {
  const [xmin, ymin, xmax, ymax] = numbers;
  return `<object><name>${name}</name><bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`;
};
const annotation = (objects: string, size = "<size><width>10</width><height>8</height></size>") =>
  `<annotation><filename>a.jpg</filename>${size}${objects}</annotation>`;

describe("ImageNet", () => {
  it("takes single class folders, splits and the numbered validation pictures with their classes", async () => {
    const { format, records, classes } = await readDataset(
      filesInMemory({
        "train/n01440764/a.JPEG": "",
        "val/ILSVRC2012_val_00000001.JPEG": "",
        "val/ILSVRC2012_val_00000002.JPEG": "",
        "LOC_val_solution.csv": "ImageId,PredictionString\nILSVRC2012_val_00000001,n02102040 1 2 3 4\n",
        "LOC_synset_mapping.txt": "n02102040 English springer\nn01440764 tench, Tinca tinca\n",
      }),
    );
    expect(format).toBe("imagenet");
    expect(records.map(({ split, className }) => [split, className])).toEqual([
      ["train", "n01440764"],
      ["val", "n02102040"],
      ["val", null],
    ]);
    expect(classes).toEqual([
      { name: "n01440764", id: 0, title: "tench, Tinca tinca" },
      { name: "n02102040", id: 1, title: "English springer" },
    ]);
  });

  it("matches an annotation to the picture of its own split", async () => {
    const { records } = await readDataset(
      filesInMemory({
        "Data/train/n01440764/a.JPEG": "",
        "Data/val/n01440764/a.JPEG": "",
        "Annotations/train/n01440764/a.xml": annotation(box("n01440764", [1, 1, 5, 5])),
        "Annotations/val/n01440764/a.xml": annotation(box("n01440764", [2, 2, 6, 6])),
      }),
    );
    expect(records.map(({ regions }) => regions[0])).toMatchObject([{ x: 1 }, { x: 2 }]);
  });
});

describe("Pascal VOC", () => {
  const read = (xml: string) =>
    readDataset(filesInMemory({ "Annotations/a.xml": xml, "JPEGImages/a.jpg": "" }));

  it("counts pixels from 1, the last one included", async () => {
    const { records } = await read(annotation(box("dog", [1, 1, 10, 8])));
    expect(records[0].regions).toEqual([{ kind: "box", x: 0, y: 0, width: 10, height: 8, class: "dog" }]);
  });

  it.each([
    ["a document type", `<!DOCTYPE a [<!ENTITY x "y">]>${annotation("")}`, "xml-doctype"],
    ["an unknown entity", annotation("<object><name>&x;</name></object>"), "bad-xml"],
    ["XML that is cut off", annotation("").slice(0, -5), "bad-xml"],
    ["ten thousand levels", "<a>".repeat(10_000), "xml-too-deep"],
    ["another root", "<annotations/>", "bad-xml"],
    ["a number that is none", annotation(box("dog", [1, Number.NaN, 3, 4])), "bad-number"],
    ["a number without end", annotation(box("dog", [1, 1, 3, 4]).replace(">3<", ">1e999<")), "non-finite"],
    ["a box that ends before it begins", annotation(box("dog", [9, 1, 3, 4])), "bad-geometry"],
    [
      "a size of no picture",
      annotation("", "<size><width>-4</width><height>8</height></size>"),
      "bad-dimensions",
    ],
    ["an endless name", annotation(box("x".repeat(1e6), [1, 1, 3, 4])), "bad-name"],
  ])("refuses %s by its file", async (_, xml, reason) => {
    const dataset = filesInMemory({ "Annotations/a.xml": xml, "JPEGImages/a.jpg": "" });
    const { records, refused } = await readDataset(dataset, { format: "voc" });
    expect(records).toEqual([]);
    expect(refused).toMatchObject([{ file: "Annotations/a.xml", reason }]);
  });

  it("refuses a segmentation with an object the XML file lacks, and a mask of another size", async () => {
    const labels = writePng(Uint8Array.of(0, 1, 2, 255), 2, 2, 1);
    const { refused } = await readDataset(
      filesInMemory({
        "Annotations/a.xml": annotation(box("dog", [1, 1, 2, 2])),
        "Annotations/b.xml": annotation(box("dog", [1, 1, 2, 2]) + box("cat", [1, 1, 2, 2])),
        "JPEGImages/a.jpg": "",
        "JPEGImages/b.jpg": "",
        "SegmentationObject/a.png": labels,
        "SegmentationObject/b.png": labels,
      }),
    );
    expect(refused.map(({ file, reason }) => [file, reason])).toEqual([
      ["Annotations/a.xml", "dangling-reference"],
      ["JPEGImages/b.jpg", "mask-size-differs"],
    ]);
  });
});

describe("CUB-200-2011", () => {
  const tables = {
    "images.txt": "1 a/1.jpg\n2 a/2.jpg\n",
    "image_class_labels.txt": "1 1\n2 1\n",
    "classes.txt": "1 a\n",
    "images/a/1.jpg": "",
    "images/a/2.jpg": "",
  };
  it.each([
    ["a picture that is not there", { "images.txt": "1 a/1.jpg\n2 a/3.jpg\n" }, "missing"],
    ["a way out", { "images.txt": "1 a/1.jpg\n2 ../../etc/passwd\n" }, "bad-path"],
    ["a number given twice", { "images.txt": "1 a/1.jpg\n1 a/2.jpg\n" }, "duplicate-id"],
    ["a class that is not there", { "image_class_labels.txt": "1 1\n2 7\n" }, "dangling-reference"],
    ["a box of three numbers", { "bounding_boxes.txt": "2 1 2 3\n" }, "bad-geometry"],
    ["a place that is no number", { "parts/part_locs.txt": "2 1 left 3 1\n" }, "bad-number"],
  ])("refuses %s by its line and reads the rest", async (_, change, reason) => {
    const { records, refused } = await readDataset(filesInMemory({ ...tables, ...change }));
    expect(records.map(({ file }) => file)).toEqual(["images/a/1.jpg"]);
    expect(refused).toMatchObject([{ file: "images.txt", line: 2, reason }]);
  });
});

describe("class folders", () => {
  it("see through a folder around everything", async () => {
    const { records } = await readDataset(
      filesInMemory({ "PetImages/cat/1.jpg": "", "PetImages/dog/2.jpg": "" }),
    );
    expect(records.map(({ split, className }) => [split, className])).toEqual([
      ["all", "cat"],
      ["all", "dog"],
    ]);
  });

  it("name a file beside them that is left out", async () => {
    const { warnings } = await readDataset(
      filesInMemory({ "cat/1.jpg": "", "dog/2.jpg": "", "README.txt": "" }),
    );
    expect(warnings).toMatchObject([{ file: "README.txt", reason: "skipped" }]);
  });
});

describe("sizes", () => {
  it("that differ from what is described refuse the picture; pictures that are none do too", async () => {
    const dataset = await readDataset(
      filesInMemory({
        "images.jsonl":
          '{"file":"a.png","width":3,"height":2}\n{"file":"b.png","width":4,"height":4}\n{"file":"c.png"}\n{"file":"d.png"}',
        "a.png": await plainPng(3, 2),
        "b.png": await plainPng(3, 2),
        "c.png": "<svg/>",
        "d.png": await plainPng(7, 5),
      }),
    );
    const { records, refused } = await measurePictures(dataset, dataset.source);
    expect(records.map(({ file, size }) => [file, size])).toEqual([
      ["a.png", { width: 3, height: 2 }],
      ["d.png", { width: 7, height: 5 }],
    ]);
    expect(refused.map(({ file, reason }) => [file, reason])).toEqual([
      ["b.png", "declared-size-differs"],
      ["c.png", "unsupported"],
    ]);
  });
});

describe("an unknown folder", () => {
  it("is an error that lists what is read", async () => {
    await expect(readDataset(filesInMemory({ "notes.txt": "" }))).rejects.toThrow(/imagenet/);
  });
  it("is read as told", async () => {
    const files = filesInMemory({ "cat/Im001_ACRIMA.jpg": "", "dog/Im002_g_ACRIMA.jpg": "" });
    const { format, records } = await readDataset(files, { format: "class-folders" });
    expect([format, ...records.map(({ className }) => className)]).toEqual(["class-folders", "cat", "dog"]);
    await expect(readDataset(files, { format: "nothing" })).rejects.toMatchObject({ code: "not_found" });
  });
});
