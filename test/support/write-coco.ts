import sharp from "sharp";
import { writeArchive } from "./write-archive.ts";

export const COCO_SIDE = { width: 64, height: 48 };

/** Pictures no two of which are alike, with a box and a polygon each: a small COCO data set, as its files. */
export async function cocoFiles(count: number): Promise<Map<string, Uint8Array>> {
  const { width, height } = COCO_SIDE;
  const files = new Map<string, Uint8Array>();
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  for (const number of numbers) {
    const background = { r: (number * 37) % 256, g: (number * 91) % 256, b: Math.floor(number / 256) };
    const picture = sharp({ create: { width, height, channels: 3, background } });
    files.set(`images/${number}.png`, await picture.png().toBuffer());
  }
  const description = {
    images: numbers.map((id) => ({ id, file_name: `${id}.png`, width, height })),
    categories: [
      { id: 7, name: "zebra" },
      { id: 3, name: "ant" },
      { id: 5, name: "never used" },
    ],
    annotations: numbers.flatMap((id) => [
      { id: 2 * id, image_id: id, category_id: id % 2 === 0 ? 7 : 3, bbox: [4, 4, 20, 10], iscrowd: 0 },
      {
        id: 2 * id + 1,
        image_id: id,
        category_id: 3,
        segmentation: [[10, 10, 40, 10, 25, 30]],
        bbox: [10, 10, 30, 20],
        iscrowd: 0,
      },
    ]),
  };
  files.set("annotations/instances_train2017.json", Buffer.from(JSON.stringify(description, null, 1)));
  return files;
}

/** The same as a ZIP archive. */
export const zipOf = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  writeArchive([...files].map(([name, content]) => ({ name, content })));
