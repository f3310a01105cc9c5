import { AppError } from "#lib/errors.ts";
import { type SplitRole, splitRole } from "#lib/formats/dataset/split-names.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** Of the pictures to train on, where none were set aside. */
const VALIDATION_SHARE = 0.05;

/** A picture as far as splits are concerned. */
export interface Splittable {
  split: string;
  /** Null when unlabelled. */
  className: string | null;
}

export type Labelled<Picture extends Splittable> = Picture & { className: string };

export interface TrainingSplits<Picture extends Splittable> {
  train: Labelled<Picture>[];
  /** To choose by; never trained on. */
  validation: Labelled<Picture>[];
  /** Those of the training pictures, sorted. */
  classNames: string[];
  /** Whether the validation pictures were drawn from those to train on. */
  isDrawn: boolean;
  /** Pictures that would have been used but have no class. */
  unlabelled: number;
  /** Pictures of other splits, which are left alone. */
  untouched: number;
}

/**
 * What to train on and what to choose by: the splits "train" and "validation", or their other usual names. Pictures whose
 * split says nothing ("all") take the place of "train" where there is none, and a twentieth of what is trained on, drawn
 * by the seed, that of "validation". Other splits are never touched. The same pictures in the same order and the same
 * seed give the same splits.
 * @param setAside what to choose by, where that is not the split of this name
 * @throws AppError `invalid` when there is nothing to train on, one class only, or a class to choose by that is not
 * trained
 */
export function chooseSplits<Picture extends Splittable>(
  pictures: readonly Picture[],
  seed: string,
  setAside?: readonly Picture[],
): TrainingSplits<Picture> {
  const of = (role: SplitRole | null) => pictures.filter(({ split }) => splitRole(split) === role);
  const heldOut = new Set(setAside ?? of("validation"));
  const pool = (of("train").length > 0 ? of("train") : of(null)).filter((picture) => !heldOut.has(picture));
  let train = pool.filter(isLabelled);
  let validation = [...heldOut].filter(isLabelled);
  const unlabelled = pool.length + heldOut.size - train.length - validation.length;
  const isDrawn = validation.length === 0;
  if (isDrawn) {
    const order = createRandom(seed).fork("validation").shuffle(train);
    const chosen = new Set(order.slice(0, Math.floor(train.length * VALIDATION_SHARE)));
    validation = train.filter((picture) => chosen.has(picture));
    train = train.filter((picture) => !chosen.has(picture));
  }
  const classNames = [...new Set(train.map(({ className }) => className))].sort();
  requireClasses(pictures, classNames, validation);
  const used = new Set([...pool, ...heldOut]);
  const untouched = pictures.filter((picture) => !used.has(picture)).length;
  return { train, validation, classNames, isDrawn, unlabelled, untouched };
}

function isLabelled<Picture extends Splittable>(picture: Picture): picture is Labelled<Picture> {
  return picture.className !== null;
}

function requireClasses(
  pictures: readonly Splittable[],
  classNames: readonly string[],
  validation: readonly { className: string }[],
): void {
  if (classNames.length === 0) {
    const splits = [...new Set(pictures.map(({ split }) => split))].join(", ") || "none";
    throw new AppError(
      "invalid",
      `There are no pictures with a class in the split "train" (the splits here: ${splits}): give some their class, or name the split to train on "train".`,
    );
  }
  if (classNames.length === 1) {
    throw new AppError(
      "invalid",
      `All pictures to train on are of one class, ${classNames[0]}: a classifier needs two.`,
    );
  }
  const unknown = validation.find(({ className }) => !classNames.includes(className));
  if (unknown) {
    throw new AppError(
      "invalid",
      `The class ${unknown.className} is in the split "validation" and not in what is trained on: add it there, or take it out.`,
    );
  }
}
