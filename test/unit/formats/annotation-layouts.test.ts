import { beforeAll, describe, expect, it } from "vitest";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { filesInMemory, plainPng } from "#test/support/files-in-memory.ts";

let png: Uint8Array;
beforeAll(async () => {
  png = await plainPng(40, 20);
});

const read = (files: Record<string, string | Uint8Array>, format?: string) =>
  readDataset(filesInMemory(files), { format });

describe("YOLO", () => {
  const yolo = (label: string, more: Record<string, string> = {}) =>
    read({
      "data.yaml": "names: [cat, dog]\n",
      "train/images/a.png": png,
      "train/labels/a.txt": label,
      ...more,
    });

  it("scales shares by the picture's sides and takes the split from the folder", async () => {
    const { format, records } = await yolo("1 0.5 0.5 0.25 0.5\n");
    expect(format).toBe("yolo-detect");
    expect(records[0]).toMatchObject({ split: "train", size: { width: 40, height: 20 } });
    expect(records[0].regions).toEqual([{ kind: "box", x: 15, y: 5, width: 10, height: 10, class: "dog" }]);
  });

  it.each([
    ["boxes with a confidence", "0 .5 .5 .2 .2 .9", "yolo-detect"],
    ["a triangle", "0 .1 .1 .5 .1 .5 .6", "yolo-segment"],
    ["four corners of a parallelogram", "0 .3 .2 .6 .3 .5 .6 .2 .5", "yolo-obb"],
    ["four corners of anything else", "0 .1 .1 .5 .1 .5 .6 .2 .7", "yolo-segment"],
    ["boxes and polygons together", "0 .5 .5 .2 .2\n0 .1 .1 .5 .1 .5 .6", "yolo-segment"],
  ])("tells %s", async (_, label, format) => {
    expect((await yolo(label)).format).toBe(format);
  });

  it("goes by the task that data.yaml gives", async () => {
    const { format } = await yolo("0 .3 .2 .6 .3 .5 .6 .2 .5", {
      "data.yaml": "task: segment\nnames: {0: cat}",
    });
    expect(format).toBe("yolo-segment");
  });

  it("reads label files beside the pictures, with names a line each, or numbers for names", async () => {
    const beside = { "a.png": png, "a.txt": "1 .5 .5 .1 .1" };
    const named = await read({ ...beside, "classes.txt": "cat\ndog\n" });
    expect(named.records[0].regions[0].class).toBe("dog");
    expect((await read(beside)).records[0].regions[0].class).toBe("1");
  });

  it.each([
    ["a class without name", "7 .5 .5 .1 .1", "dangling-reference"],
    ["a negative width", "0 .5 .5 -.1 .1", "bad-geometry"],
    ["text", "0 .5 .5 .1 nan", "bad-number"],
    ["a number without end", "0 1e999 .5 .1 .1", "non-finite"],
    ["two numbers", "0 .5 .5", "bad-geometry"],
  ])("refuses %s by its label file", async (_, label, reason) => {
    const files = { "data.yaml": "names: [cat]", "images/a.png": png, "labels/a.txt": label };
    const { records, refused } = await read(files, "yolo-detect");
    expect(records).toEqual([]);
    expect(refused).toMatchObject([{ file: "labels/a.txt", reason }]);
  });

  it.each([
    ["aliases", "a: &a [x]\nnames: [*a, *a]"],
    ["a hundred thousand brackets", "[".repeat(100_000)],
    ["no YAML", "names: [cat\n  - dog: }"],
    ["names that are lists", "names: [[cat]]"],
  ])("refuses a data.yaml with %s", async (_, yaml) => {
    const files = { "data.yaml": yaml, "images/a.png": png, "labels/a.txt": "0 .5 .5 .1 .1" };
    const { refused } = await read(files, "yolo-detect");
    expect(refused[0]).toMatchObject({ file: "data.yaml" });
    expect(["bad-yaml", "bad-name"]).toContain(refused[0].reason);
  });

  it("does not take captions for labels", async () => {
    expect((await read({ "a.png": png, "a.txt": "a cat on a mat" })).format).toBe("pictures");
  });
});

describe("COCO", () => {
  const category = { id: 1, name: "cat" };
  const image = (id: number | string, name: string) => ({ id, file_name: name, width: 40, height: 20 });
  const box = { image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] };

  it("takes the split from the file's name, prefers instances to captions, and lists in any order", async () => {
    const file = (annotations: object[]) =>
      JSON.stringify({ annotations, images: [image(1, "a.png")], categories: [category] });
    const { records, classes } = await read({
      "annotations/instances_val2017.json": file([{ id: 1, ...box }]),
      "annotations/captions_val2017.json": file([{ id: 1, image_id: 1, caption: "a cat" }]),
      "val2017/a.png": png,
    });
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ file: "val2017/a.png", split: "val", attributes: { image_id: 1 } });
    expect(records[0].regions).toMatchObject([{ kind: "box", class: "cat", id: 1 }]);
    expect(classes).toEqual([category]);
  });

  it("keeps visible keypoints, attributes and crowds", async () => {
    const annotation = {
      ...box,
      id: 4,
      iscrowd: 1,
      keypoints: [5, 6, 2, 0, 0, 0],
      attributes: { side: "left" },
    };
    const { records } = await read({
      "a.json": JSON.stringify({
        images: [image(1, "a.png")],
        categories: [category],
        annotations: [annotation],
      }),
      "a.png": png,
    });
    const common = { class: "cat", id: 4, crowd: true, attributes: { side: "left" } };
    expect(records[0].regions).toEqual([
      { kind: "box", x: 1, y: 2, width: 3, height: 4, ...common },
      { kind: "points", points: [[5, 6]], ...common },
    ]);
  });

  it("refuses an image whose annotation is at fault and reads the others", async () => {
    const { records, refused } = await read({
      "a.json": JSON.stringify({
        images: [image(1, "a.png"), image(2, "b.png")],
        categories: [category],
        annotations: [box, { ...box, image_id: 2, bbox: [1, 2, 3] }],
      }),
      "a.png": png,
      "b.png": png,
    });
    expect(records.map(({ file }) => file)).toEqual(["a.png"]);
    expect(refused).toMatchObject([{ file: "a.json", line: 1, reason: "bad-geometry" }]);
    expect(refused[0].message).toContain("line 1");
  });

  it("does not choose between two pictures of one name", async () => {
    const { refused } = await read({
      "a.json": JSON.stringify({ images: [image(1, "a.png")], categories: [category], annotations: [box] }),
      "x/a.png": png,
      "y/a.png": png,
    });
    expect(refused).toMatchObject([{ reason: "ambiguous" }]);
  });
});

describe("CVAT", () => {
  const cvat = (shapes: string) =>
    read({
      "annotations.xml": `<annotations><version>1.1</version><image id="0" name="a.png" width="40" height="20">${shapes}</image></annotations>`,
      "a.png": png,
    });

  it.each([
    [
      "a mask that leaves the picture",
      '<mask label="a" rle="4" left="39" top="0" width="2" height="2"/>',
      "bad-rle",
    ],
    ["runs that are too short", '<mask label="a" rle="3" left="0" top="0" width="2" height="2"/>', "bad-rle"],
    ["a polygon of two points", '<polygon label="a" points="1,1;2,2"/>', "bad-geometry"],
    ["a point of one number", '<points label="a" points="1;2,2"/>', "bad-geometry"],
    ["a shape without label", '<box xtl="1" ytl="1" xbr="2" ybr="2"/>', "bad-name"],
    ["a box without a side", '<box label="a" xtl="1" ytl="1" xbr="2"/>', "bad-number"],
  ])("refuses %s by its line", async (_, shape, reason) => {
    const { records, refused } = await cvat(shape);
    expect(records).toEqual([]);
    expect(refused).toMatchObject([{ file: "annotations.xml", line: 1, reason }]);
  });

  it("refuses a size that no picture has, without making room for it", async () => {
    const xml = '<annotations><meta/><image name="a.png" width="1000000" height="1000000"/></annotations>';
    const { refused } = await read({ "annotations.xml": xml, "a.png": png });
    expect(refused).toMatchObject([{ reason: "too-many-pixels" }]);
  });

  it("notes several tags and shapes it does not know", async () => {
    const { records, warnings } = await cvat('<tag label="a"/><tag label="b"/><cuboid label="c"/>');
    expect(records[0].className).toBe("a");
    expect(warnings.map(({ reason }) => reason)).toEqual(["unknown-shape", "several-classes"]);
  });
});

describe("Label Studio", () => {
  const size = { original_width: 40, original_height: 20 };
  const rectangle = {
    id: "r",
    type: "rectanglelabels",
    ...size,
    value: { x: 10, y: 10, width: 50, height: 50, rectanglelabels: ["cat"] },
  };
  const studio = (annotations: object[], image = "a.png") =>
    read({
      "export.json": JSON.stringify([{ id: 1, data: { text: "hello", image }, annotations }]),
      "a.png": png,
    });

  it.each([
    ["an upload", "/data/upload/3/0a1b2c3d-a.png"],
    ["a local file", "/data/local-files/?d=a.png"],
    ["a web address", "https://somewhere.example/x/a.png?token=1"],
    ["a bucket", "s3://bucket/a.png"],
  ])("finds the picture of %s", async (_, image) => {
    expect((await studio([{ result: [rectangle] }], image)).records[0].file).toBe("a.png");
  });

  it("takes ground truth before others and leaves out what was cancelled", async () => {
    const other = { ...rectangle, value: { ...rectangle.value, rectanglelabels: ["dog"] } };
    const { records, warnings } = await studio([
      { was_cancelled: true, result: [] },
      { result: [other] },
      { ground_truth: true, result: [rectangle] },
    ]);
    expect(records[0].regions).toMatchObject([{ x: 4, y: 2, width: 20, height: 10, class: "cat" }]);
    expect(warnings.map(({ reason }) => reason)).toEqual(["cancelled", "several-annotations"]);
  });

  it("joins labels and choices given under the id of a shape", async () => {
    const { records } = await studio([
      {
        result: [
          { ...rectangle, type: "rectangle", value: { x: 0, y: 0, width: 10, height: 10 } },
          { id: "r", type: "labels", value: { labels: ["cat"] } },
          { id: "r", type: "choices", from_name: "mood", value: { choices: ["calm"] } },
          { id: "c", type: "choices", from_name: "kind", value: { choices: ["indoor"] } },
          { id: "t", type: "textarea", from_name: "note", value: { text: ["one", "two"] } },
        ],
      },
    ]);
    expect(records[0]).toMatchObject({ className: "indoor", attributes: { note: "one\ntwo" } });
    expect(records[0].regions).toMatchObject([{ class: "cat", attributes: { mood: "calm" } }]);
  });

  it.each([
    ["text for a number", { ...rectangle, value: { ...rectangle.value, x: "10" } }, "bad-type"],
    ["a turned picture", { ...rectangle, image_rotation: 90 }, "rotated-image"],
    ["a picture of no size", { ...rectangle, original_width: 1e9, original_height: 1e9 }, "too-many-pixels"],
    [
      "a brush mask of another size",
      { ...rectangle, type: "brushlabels", value: { format: "rle", rle: [0, 0, 0, 1] } },
      "bad-rle",
    ],
    [
      "a brush mask that is cut off",
      { ...rectangle, type: "brushlabels", value: { format: "rle", rle: [0, 0, 12, 128, 57, 27] } },
      "bad-rle",
    ],
    [
      "more than bytes in a brush mask",
      { ...rectangle, type: "brushlabels", value: { format: "rle", rle: [999] } },
      "bad-rle",
    ],
  ])("refuses %s by its line", async (_, result, reason) => {
    const { records, refused } = await studio([{ result: [result] }]);
    expect(records).toEqual([]);
    expect(refused).toMatchObject([{ file: "export.json", reason }]);
  });

  it("never leaves the folder", async () => {
    const { refused } = await studio([], "../../etc/passwd.png");
    expect(refused).toMatchObject([{ reason: "bad-path" }]);
  });
});

describe("manifests", () => {
  it("JSON Lines with Hugging Face's objects", async () => {
    const { format, records } = await read({
      "train/metadata.jsonl":
        '{"file_name":"a.png","label":"cat","views":3,"objects":{"bbox":[[1,2,3,4]],"categories":["ear"]}}\n{oops\n{"file_name":"b.png"}\n',
      "train/a.png": png,
    });
    expect(format).toBe("jsonl");
    expect(records).toMatchObject([
      {
        className: "cat",
        attributes: { views: 3 },
        regions: [{ kind: "box", x: 1, y: 2, width: 3, height: 4, class: "ear" }],
        line: 1,
      },
    ]);
  });

  it("one in each split's folder, or one named for each split", async () => {
    const row = "file_name,label\na.png,cat\n";
    const inFolders = await read({
      "train/metadata.csv": row,
      "test/metadata.csv": row,
      "train/a.png": png,
      "test/a.png": png,
    });
    expect(inFolders.records.map(({ file, split }) => [file, split])).toEqual([
      ["test/a.png", "test"],
      ["train/a.png", "train"],
    ]);
    const named = await read({
      "train.csv": "file,label\na.png,cat\n",
      "val.csv": "file,label\nb.png,cat\n",
      "prices.csv": "item,price\nx,1\n",
      "img/a.png": png,
      "img/b.png": png,
    });
    expect(named.records.map(({ file, split }) => [file, split])).toEqual([
      ["img/a.png", "train"],
      ["img/b.png", "val"],
    ]);
  });

  it("JSON Lines name what they leave out and refuse what they cannot read", async () => {
    const { refused, warnings } = await read({
      "m.jsonl":
        '{"file":"a.png","tags":["x"]}\n[1]\n{"file":"a.png","objects":{"bbox":[[1,2,3]]}}\n{"file":"a.png","score":1e999}\n',
      "a.png": png,
    });
    expect(warnings).toMatchObject([{ file: "m.jsonl", reason: "columns-left-out" }]);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "bad-type"],
      [3, "bad-geometry"],
      [4, "non-finite"],
    ]);
  });

  it("Whynot's own below the root keeps its regions", async () => {
    const { format, records } = await read({
      "scenes/images.jsonl":
        '{"file":"a.png","class":"x","regions":[{"kind":"box","x":1,"y":1,"width":2,"height":2}]}',
      "scenes/a.png": png,
    });
    expect(format).toBe("images-jsonl");
    expect(records).toMatchObject([{ file: "scenes/a.png", regions: [{ kind: "box" }] }]);
  });

  it("tables of boxes by corners, several classes in one picture", async () => {
    const { records, warnings } = await read({
      "boxes.csv":
        "filename,width,height,class,xmin,ymin,xmax,ymax\na.png,40,20,cat,1,2,4,6\na.png,40,20,dog,0,0,9,9\n",
      "a.png": png,
    });
    expect(records).toMatchObject([{ className: null, size: { width: 40, height: 20 } }]);
    expect(records[0].regions).toEqual([
      { kind: "box", x: 1, y: 2, width: 3, height: 4, class: "cat" },
      { kind: "box", x: 0, y: 0, width: 9, height: 9, class: "dog" },
    ]);
    expect(warnings.map(({ reason }) => reason)).toEqual(["several-classes"]);
  });

  it.each([
    ["half a box", "file,x,y,width,height\na.png,1,2,,\n", "bad-geometry"],
    ["a box of text", "file,x,y,width,height\na.png,1,2,3,wide\n", "bad-number"],
    ["a picture listed twice", "file,label\na.png,x\na.png,x\n", "listed-twice"],
    [
      "another class in the second row",
      "file,label,box_label,x,y,w,h\na.png,p,q,1,1,1,1\na.png,r,q,1,1,1,1\n",
      "class-differs",
    ],
  ])("name %s by its line", async (_, table, reason) => {
    const { refused } = await read({ "m.csv": table, "a.png": png });
    expect(refused).toMatchObject([{ file: "m.csv", reason }]);
    expect(refused[0].line).toBeGreaterThan(1);
  });
});
