import type { NormalisedImage, NormalisedRegion } from "../dataset/normalised-image.ts";

export interface Tolerance {
  abs: number;
  rel: number;
}

/** What else a region may say, compared where another implementation says it. */
const EXTRAS = ["id", "iscrowd", "difficult", "truncated", "occluded", "attributes"];

/**
 * The first difference between records as read and as expected, in words; null when there is none. Files are matched by
 * the end of their path; regions are compared in order; numbers differ by at most abs + rel |wanted|.
 */
export function imagesDiffer(
  got: readonly NormalisedImage[],
  want: readonly NormalisedImage[],
  tolerance: Tolerance,
): string | null {
  if (got.length !== want.length) return `${got.length} images, not ${want.length}`;
  for (const expected of want) {
    const image = got.find(({ file }) => file === expected.file || file.endsWith(`/${expected.file}`));
    if (!image) return `no image ${expected.file}`;
    const difference = imageDiffers(image, expected, tolerance);
    if (difference) return `${expected.file}: ${difference}`;
  }
  return null;
}

function imageDiffers(got: NormalisedImage, want: NormalisedImage, tolerance: Tolerance): string | null {
  for (const key of ["width", "height", "class", "split"] as const) {
    if (got[key] !== want[key]) return `${key} ${got[key]}, not ${want[key]}`;
  }
  if (got.regions.length !== want.regions.length)
    return `${got.regions.length} regions, not ${want.regions.length}`;
  for (const [i, expected] of want.regions.entries()) {
    const difference = regionDiffers(got.regions[i], expected, tolerance);
    if (difference) return `region ${i + 1} ${difference}`;
  }
  return null;
}

function regionDiffers(got: NormalisedRegion, want: NormalisedRegion, tolerance: Tolerance): string | null {
  if (got.type !== want.type) return `is a ${got.type}, not a ${want.type}`;
  if (got.label !== want.label) return `is labelled ${got.label}, not ${want.label}`;
  for (const key of EXTRAS) {
    if (want[key] === undefined) continue;
    if (JSON.stringify(got[key]) !== JSON.stringify(want[key])) return `has another ${key}`;
  }
  const wanted = [want.area, ...numbersOf(want.geometry)];
  const numbers = [got.area, ...numbersOf(got.geometry)];
  if (numbers.length !== wanted.length) return `has ${numbers.length} numbers, not ${wanted.length}`;
  const isFar = (value: number, i: number) =>
    !(Math.abs(numbers[i] - value) <= tolerance.abs + tolerance.rel * Math.abs(value));
  const far = wanted.findIndex(isFar);
  return far < 0 ? null : `has ${numbers[far]}, not ${wanted[far]}`;
}

/** The numbers of a geometry in order: a ring inside a list of one ring counts as the ring. */
function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (Array.isArray(value)) return value.flatMap(numbersOf);
  const fields = value as Record<string, unknown>;
  return Object.keys(fields)
    .sort()
    .flatMap((key) => numbersOf(fields[key]));
}
