import { encodeMask, paintMask } from "#lib/imaging/mask-runs.ts";
import { writePng } from "#lib/imaging/write-png.ts";
import type { Annotation } from "../dataset/annotation.ts";
import { baseName, withoutEnding } from "../dataset/picture-name.ts";
import { splitRole } from "../dataset/split-names.ts";
import { folderName } from "./class-names.ts";
import { type Change, defineWriter, MARK_KEYS, type SizedRecord } from "./define-writer.ts";
import { asMask, dropped, every, keptIf, usualSplits } from "./rules.ts";

const noPlace = dropped("a mask is a picture of what belongs to it, and nothing more");
const noArea = dropped("masks are areas");

/** Pictures in images/ and one grey mask each of the same name in masks/: 255 inside, 0 outside. */
export const maskFolders = defineWriter({
  id: "mask-folders",
  title: "Pictures and masks",
  spec: "images/[split/][class/]name.* with masks/[split/][class/]name.png; grey levels 0 and 255",
  shapes: {
    box: asMask,
    "rotated-box": asMask,
    polygon: asMask,
    "polygon-holes": asMask,
    "polygon-union": asMask,
    ellipse: asMask,
    mask: keptIf("together with the others of its picture"),
    points: noArea,
    polyline: noArea,
  },
  marks: { ...every(MARK_KEYS, noPlace), class: dropped("a mask belongs to its picture's class") },
  images: {
    class: keptIf("as a folder"),
    split: usualSplits("a folder for each that goes by a usual name"),
    attributes: noPlace,
  },
  precision: 0,
  needsClass: false,
  pictures: "apart",
  layout: "`images/<split>/<class>/` with masks of the same names in `masks/<split>/<class>/`",
  place({ file, split, className }) {
    const folders = [splitRole(split) === null ? null : split, className].filter((part) => part !== null);
    // An import takes such an ending of a mask's name for no part of its picture's.
    const name = baseName(file).replace(/([-_](mask|gt|seg|segmentation))(\.[^.]+)$/i, "$1_$3");
    return ["images", ...folders, name].join("/");
  },
  sharesStems: true,
  className: (name) => (splitRole(folderName(name)) === null ? folderName(name) : `${folderName(name)}_`),
  passes: 1,
  arrange: joinMasks,
  async *write(source) {
    for await (const { record } of source.images()) {
      const [mask] = record.regions;
      if (mask?.kind !== "mask") continue;
      const [height, width] = mask.size;
      const grey = new Uint8Array(height * width);
      paintMask(grey, mask, 255);
      const path = `masks/${withoutEnding(record.file.slice("images/".length))}.png`;
      yield { path, content: writePng(grey, width, height, 1) };
    }
  },
});

function joinMasks(record: SizedRecord): { record: SizedRecord; changes: Change[] } {
  const masks = record.regions.filter((mark) => mark.kind === "mask");
  if (masks.length < 2) return { record, changes: [] };
  const { width, height } = record.size;
  const data = new Uint8Array(width * height);
  for (const mask of masks) paintMask(data, mask, 1);
  const joined: Annotation = { kind: "mask", ...encodeMask({ data, width, height }) };
  const changes = masks.map(
    (): Change => ({ fate: "converted", what: "mask", outcome: "one mask of all in its picture" }),
  );
  return { record: { ...record, regions: [joined] }, changes };
}
