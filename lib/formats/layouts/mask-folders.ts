import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import { emptyReading, NO_SPLIT, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { MAX_PICTURE_BYTES } from "../dataset/limits.ts";
import { readMaskPicture } from "../dataset/mask-picture.ts";
import { isPicture, withoutEnding } from "../dataset/picture-name.ts";
import { splitRole } from "../dataset/split-names.ts";
import { faultProblem } from "../fault.ts";

const PICTURES = /(^|\/)(images?|imgs?|pictures)\//i;
const MASKS = /(^|\/)(masks?|human[_-]masks?|gt|ground[_-]?truth|segmentations?)\//i;

/**
 * Pictures in images/ and grey masks of the same names in masks/, as people paint what matters to them: inside is what is
 * brighter than 127. Below images/ the folders are split and class, where there are any.
 */
export const maskFolders = defineFormat({
  id: "mask-folders",
  name: "Pictures and masks",
  spec: "images/[split/][class/]name.* with masks/[split/][class/]name.*; the mask's grey levels 0..255 (or 0 and 1)",
  async detect(folder) {
    const pairs = findPairs(folder);
    const masked = pairs.filter(({ mask }) => mask !== null).length;
    if (masked === 0) return null;
    const reason = `${masked} of ${pairs.length} pictures in images/ have a mask of their name in masks/`;
    return { confidence: masked >= 0.5 * pairs.length ? 0.85 : 0.4, reason };
  },
  async read(folder) {
    const reading = emptyReading();
    for (const { path, name, mask } of findPairs(folder)) {
      try {
        const regions =
          mask === null
            ? []
            : [
                {
                  kind: "mask" as const,
                  ...(await readMaskPicture(await folder.read(mask, MAX_PICTURE_BYTES))),
                },
              ];
        const [height, width] = regions[0]?.size ?? [];
        reading.records.push(
          recordOf(path, { ...placeOf(name), regions, size: height && width ? { width, height } : null }),
        );
        if (mask === null) {
          reading.warnings.push({
            file: path,
            line: null,
            reason: "no-mask",
            message: "There is no mask of its name.",
          });
        }
      } catch (error) {
        reading.refused.push(faultProblem(error, mask));
      }
    }
    return reading;
  },
});

interface Pair {
  path: string;
  /** Path below images/. */
  name: string;
  mask: string | null;
}

function findPairs({ files }: DatasetFolder): Pair[] {
  const masks = new Map<string, string>();
  const pictures: Pair[] = [];
  for (const { path } of files) {
    if (!isPicture(path)) continue;
    const [mask, picture] = [MASKS.exec(path), PICTURES.exec(path)];
    // The folder that comes first decides: masks/images/1.png is a mask.
    if (mask && (!picture || mask.index < picture.index)) {
      const below = path.slice(mask.index + mask[0].length);
      masks.set(withoutEnding(below).replace(/[-_](mask|gt|seg|segmentation)$/i, ""), path);
    } else if (picture)
      pictures.push({ path, name: path.slice(picture.index + picture[0].length), mask: null });
  }
  return pictures.map((pair) => ({ ...pair, mask: masks.get(withoutEnding(pair.name)) ?? null }));
}

/** `train/cat/1.png` -> split and class; either may be left out. */
function placeOf(name: string): { split: string; className: string | null } {
  const folders = name.split("/").slice(0, -1);
  const split = folders[0] !== undefined && splitRole(folders[0]) !== null ? folders[0] : NO_SPLIT;
  const className = folders.slice(split === NO_SPLIT ? 0 : 1).join("/");
  return { split, className: className === "" ? null : className };
}
