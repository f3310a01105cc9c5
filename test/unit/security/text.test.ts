import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { filesInMemory, plainPng } from "#test/support/files-in-memory.ts";

const png = await plainPng(20, 20);
const readTable = (rows: string) =>
  readDataset(
    filesInMemory({ "m.csv": `file,label,split,box_label,xmin,ymin,xmax,ymax\n${rows}`, "a.png": png }),
  );

it("a label of markup is a label: kept letter by letter", async () => {
  const label = '<img src=x onerror="alert(1)">';
  const markdown = "[x](javascript:alert(1))";
  const { records } = await readTable(`a.png,"${label.replaceAll('"', '""')}",train,${markdown},1,1,5,5\n`);
  expect(records).toMatchObject([{ className: label, regions: [{ class: markdown }] }]);
});

it("a label that turns the reading direction is shown for what it is, everywhere a name stands", async () => {
  const { records, warnings } = await readTable("a.png,fox\u202egnp,tra\u2066in,tail\u202d,1,1,5,5\n");
  expect(records).toMatchObject([
    { className: "fox\ufffdgnp", split: "tra\ufffdin", regions: [{ class: "tail\ufffd" }] },
  ]);
  expect(warnings).toMatchObject([{ file: "a.png", line: 2, reason: "bidi-in-label" }]);
  const coco = {
    images: [{ id: 1, file_name: "a.png", width: 20, height: 20 }],
    categories: [{ id: 1, name: "a\u202eb" }],
    annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 5, 5], area: 25, iscrowd: 0 }],
  };
  const read = await readDataset(filesInMemory({ "annotations.json": JSON.stringify(coco), "a.png": png }), {
    format: "coco",
  });
  expect(read.classes?.map(({ name }) => name)).toEqual(["a\ufffdb"]);
  expect(read.records[0].regions.map((region) => region.class)).toEqual(["a\ufffdb"]);
});

it("names written from right to left stay as they are", async () => {
  const { records, warnings } = await readTable("a.png,ثعلب,אימון,,,,,\n");
  expect(records).toMatchObject([{ className: "ثعلب", split: "אימון" }]);
  expect(warnings).toEqual([]);
});

/** Ways by which text becomes markup. */
const MARKUP =
  /dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write|srcdoc|createContextualFragment/i;

it("nothing that people see makes markup of text", async () => {
  const folders = ["app", "components"];
  const names = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((name) => `${folder}/${name}`),
    ),
  );
  const sources = names.flat().filter((name) => /\.(ts|tsx)$/.test(name));
  expect(sources.length).toBeGreaterThan(100);
  for (const name of sources) expect(await readFile(name, "utf8"), name).not.toMatch(MARKUP);
});

it("nothing is read as Markdown: no package that would", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(
    Object.keys(dependencies).filter((name) =>
      /mark(down|ed)|remark|rehype|mdx|micromark|showdown/i.test(name),
    ),
  ).toEqual([]);
});
