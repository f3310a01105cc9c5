import { NO_SPLIT } from "../dataset/dataset-record.ts";
import { DESCRIPTION_FILE } from "../layouts/images-jsonl.ts";
import { plainName } from "./class-names.ts";
import { defineWriter, MARK_KEYS, SHAPE_KEYS } from "./define-writer.ts";
import { every, kept } from "./rules.ts";

/** Whynot's own description: everything, a line a picture. */
export const imagesJsonl = defineWriter({
  id: "images-jsonl",
  title: "Whynot's images.jsonl",
  spec: "A JSON object a line: file, split, class, width, height, regions, attributes",
  shapes: every(SHAPE_KEYS, kept),
  marks: every(MARK_KEYS, kept),
  images: { class: kept, split: kept, attributes: kept },
  precision: 0,
  needsClass: false,
  pictures: "apart",
  layout: `pictures under their own paths, \`${DESCRIPTION_FILE}\` beside them`,
  place: ({ file }) => file,
  sharesStems: false,
  className: plainName,
  passes: 1,
  async *write(source) {
    yield { path: DESCRIPTION_FILE, content: lines(source.images()) };
  },
});

async function* lines(images: ReturnType<Parameters<typeof imagesJsonl.write>[0]["images"]>) {
  for await (const { record } of images) {
    const { file, split, className, size, regions, attributes } = record;
    const line = {
      file,
      ...(split === NO_SPLIT ? {} : { split }),
      ...(className === null ? {} : { class: className }),
      ...size,
      ...(regions.length > 0 ? { regions } : {}),
      ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    };
    yield `${JSON.stringify(line)}\n`;
  }
}
