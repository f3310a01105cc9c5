import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { classNamesOfMetadata, numberedClasses } from "./class-names.ts";
import type { Declared } from "./declared.ts";
import type { DetectedNormalisation } from "./detect-normalisation.ts";
import type { FeatureChoice } from "./find-features.ts";
import type { InputFacts } from "./find-input.ts";
import { quoted } from "./graph-flow.ts";
import { parseNormalisation } from "./normalisation.ts";

/** What a person may say of a file; what is left out is read off the file where it can be. */
export const OnnxChoices = z.strictObject({
  layout: z.enum(["nchw", "nhwc"]).optional(),
  channels: z.enum(["rgb", "bgr"]).optional(),
  size: z.coerce.number().int().min(8).max(1024).optional(),
  /** A preset's name, or mean/deviation. */
  normalise: z.string().max(200).optional(),
  output: z.string().max(1000).optional(),
  /** A tensor's name, or "none". */
  features: z.string().max(1000).optional(),
  classNames: z.array(z.string().min(1).max(200)).min(2).max(2000).optional(),
});
export type OnnxChoices = z.infer<typeof OnnxChoices>;

/** Tried in turn where the file takes any size: what photographs' classifiers are trained on, then smaller ones. */
const USUAL_SIZES = [224, 256, 299, 384, 128, 96, 64, 32, 28, 512];
/** A size that was asked for, else the file's own, else the usual ones. @throws AppError `invalid` for one it cannot take */
export function sizesToTry({ size }: InputFacts, wanted: number | undefined): number[] {
  if (size !== null && wanted !== undefined && wanted !== size) {
    throw new AppError("invalid", `This file takes pictures of ${size} x ${size} pixels and no others.`);
  }
  return size !== null ? [size] : wanted !== undefined ? [wanted] : USUAL_SIZES;
}

/** As given, else as the file declares, else as it shows; null where a person has to say. */
export function chooseNormalisation(
  choices: OnnxChoices,
  declared: Declared,
  detect: () => DetectedNormalisation | null,
): DetectedNormalisation | null {
  if (choices.normalise !== undefined)
    return { ...parseNormalisation(choices.normalise), because: "as given" };
  if (declared.normalise !== undefined) {
    return { ...parseNormalisation(declared.normalise), because: "the file's own metadata say so" };
  }
  return detect();
}

/** The tensor asked for, else the last one; null for none. @throws AppError `invalid` for one that is none */
export function chooseFeatures(
  features: readonly FeatureChoice[],
  wanted: string | undefined,
): FeatureChoice | null {
  if (wanted === "none") return null;
  if (wanted === undefined) return features.at(-1) ?? null;
  const found = features.find(({ name }) => name === wanted);
  if (found) return found;
  const known = features.map(({ name }) => quoted(name)).join(", ");
  throw new AppError(
    "invalid",
    `${quoted(wanted)} is no feature map of this file: choose none${known ? ` or one of ${known}` : ""}.`,
  );
}

/** As given, else from the file, else numbers. @throws AppError `invalid` for another number of names than classes */
export function chooseNames(
  count: number,
  choices: OnnxChoices,
  declared: Declared,
  metadata: ReadonlyMap<string, string>,
): { names: string[]; because: string } {
  const given = choices.classNames;
  if (given && given.length !== count) {
    throw new AppError(
      "invalid",
      `There are ${given.length} class names, and this classifier has ${count} classes: give one a class, in its order.`,
    );
  }
  if (given) return { names: given, because: "as given" };
  const own = declared.classNames ?? classNamesOfMetadata(metadata);
  if (own?.length === count) return { names: own, because: "from the file's metadata" };
  return { names: numberedClasses(count), because: "the file names none that fit, so they are numbered" };
}
