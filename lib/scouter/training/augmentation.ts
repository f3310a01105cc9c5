import { z } from "zod";

const Share = z.number().min(0).max(1);
const Spread = z.number().min(0).max(10);
const Range = z.tuple([z.number().positive(), z.number().positive()]).refine(([low, high]) => low <= high, {
  message: "The first number of a range must not be larger than the second.",
});

/** How pictures are changed at random in training; a part that is null or 0 changes nothing. */
export const Augmentation = z.strictObject({
  /** Probability of mirroring left and right. */
  flip: Share.default(0),
  /** Largest shift in pixels each way; the border shows the picture mirrored. */
  shift: z.int().min(0).max(512).default(0),
  /** A random part of the picture, scaled to the whole: share of its area, and width over height. */
  crop: z
    .strictObject({ area: Range.default([0.25, 1]), aspect: Range.default([3 / 4, 4 / 3]) })
    .nullable()
    .default(null),
  /** Turned and sheared by up to these degrees each way, scaled by a factor of the range. */
  affine: z
    .strictObject({
      degrees: z.number().min(0).max(180).default(0),
      shear: z.number().min(0).max(60).default(0),
      scale: Range.default([1, 1]),
    })
    .nullable()
    .default(null),
  /** Largest relative change of brightness, contrast and saturation each way. */
  jitter: z
    .strictObject({ brightness: Share.default(0), contrast: Share.default(0), saturation: Share.default(0) })
    .nullable()
    .default(null),
  /** Standard deviation of a random colour matrix around the identity, for normalised values. */
  colourMatrix: Spread.default(0),
  /** Standard deviation of a random offset of each channel, for normalised values. */
  colourBias: Spread.default(0),
  /** Probability that all channels show one random mix of the three. */
  grey: Share.default(0),
});
export type Augmentation = z.infer<typeof Augmentation>;

export const AUGMENTATIONS = {
  none: Augmentation.parse({}),
  /** Drawn strong, so that colour and texture of a style alone do not decide; what the demo's models are trained with. */
  scenes: Augmentation.parse({ flip: 0.5, shift: 8, colourMatrix: 0.3, colourBias: 0.2, grey: 0.15 }),
  /** For photographs: crop, mirror, jitter. */
  photographs: Augmentation.parse({
    flip: 0.5,
    crop: { area: [0.25, 1] },
    jitter: { brightness: 0.4, contrast: 0.4, saturation: 0.4 },
  }),
  /** For digits and other signs, which a mirror would change. */
  signs: Augmentation.parse({ shift: 2, affine: { degrees: 10, scale: [0.9, 1.1] } }),
} satisfies Record<string, Augmentation>;
