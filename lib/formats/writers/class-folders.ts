import { baseName } from "../dataset/picture-name.ts";
import { folderName } from "./class-names.ts";
import { defineWriter, MARK_KEYS, SHAPE_KEYS } from "./define-writer.ts";
import { safePart } from "./picture-paths.ts";
import { dropped, every, keptIf } from "./rules.ts";

const noRegions = dropped("folders say what a picture shows, not where");

/** A folder a class, as torchvision's ImageFolder and Keras read it; below a folder a split where there are splits. */
export const classFolders = defineWriter({
  id: "class-folders",
  title: "One folder for each class",
  spec: "torchvision.datasets.ImageFolder",
  shapes: every(SHAPE_KEYS, noRegions),
  marks: every(MARK_KEYS, noRegions),
  images: {
    class: keptIf("pictures without one are left out"),
    split: keptIf("unless it is the only one and goes by no usual name"),
    attributes: dropped("folders have no attributes of a picture"),
  },
  precision: 0,
  needsClass: false,
  pictures: "needed",
  layout: "`<split>/<class>/`, or `<class>/` where there are no splits",
  place: ({ file, split, className }, hasSplits) =>
    `${hasSplits ? `${safePart(split)}/` : ""}${className}/${baseName(file)}`,
  sharesStems: false,
  className: folderName,
  leavesOut: ({ className }) => (className === null ? "it has no class to be a folder" : null),
  passes: 0,
  async *write() {},
});
