import { z } from "zod";

const Name = z.string().min(1).max(1000);
const Side = z.int().min(1).max(1024);

/** How the axes of a picture or a feature map are ordered. */
const Layout = z.enum(["nchw", "nhwc"]);

/** The tensor that stands for a picture, and how it is filled. */
const Input = z.strictObject({
  name: Name,
  layout: Layout,
  /** Order of the colours, or one channel of luminance. */
  channels: z.enum(["rgb", "bgr", "grey"]),
  type: z.enum(["float32", "uint8"]),
  /** Pictures a pass; null for any number. */
  batch: z.int().min(1).max(1024).nullable(),
});

/** Where the class scores are read, and what makes logits of them. */
const Logits = z.strictObject({
  name: Name,
  /** log: the tensor holds probabilities; none: their logits. */
  transform: z.enum(["none", "log"]),
  /** One score z is the logit of the second of two classes: logits (-z/2, z/2). */
  binary: z.boolean(),
});

/** A feature map [height, width, channels]. `tokens` is [skip + height * width, channels], the first `skip` without a place. */
const Features = z.strictObject({
  name: Name,
  layout: z.enum(["nchw", "nhwc", "tokens"]),
  skip: z.int().min(0).max(16),
  height: Side,
  width: Side,
  channels: z.int().min(1).max(65_536),
});

/** Per-class maps [n, h, w] in the cells of the features, from this project's own slot attention. */
const Slots = z.strictObject({ attention: Name, attribution: Name });

/**
 * Everything needed to run someone's ONNX classifier besides the file itself. Kept as JSON in the file's own metadata, so
 * that the file stands alone.
 */
export const OnnxConfig = z
  .strictObject({
    format: z.literal("onnx"),
    kind: z.enum(["onnx", "scouter+", "scouter-"]),
    classNames: z.array(z.string().min(1).max(200)).min(2).max(2000),
    /** Side of the square input in pixels. */
    inputSize: z.int().min(8).max(1024),
    /** x = (byte / 255 - mean) / std, per channel in the order red, green, blue. */
    normalisation: z.strictObject({
      mean: z.array(z.number().finite()).length(3),
      std: z.array(z.number().positive()).length(3),
    }),
    input: Input,
    logits: Logits,
    features: Features.nullable(),
    slots: Slots.nullable(),
    /** The file as it was imported. */
    source: z.strictObject({
      fileName: z.string().max(300),
      sha256: z.string(),
      /** What wrote it. */
      producer: z.string().max(300),
      /** Numbers in its weights. */
      parameterCount: z.int().min(0),
    }),
  })
  .refine((config) => (config.kind === "onnx") === (config.slots === null), {
    message: "Slot maps belong to scouter+ and scouter-, and to those only.",
  })
  .refine((config) => config.slots === null || config.features !== null, {
    message: "Slot maps have the cells of the features, which are not named.",
  })
  .refine((config) => !config.logits.binary || config.classNames.length === 2, {
    message: "One score tells two classes apart.",
  });
export type OnnxConfig = z.infer<typeof OnnxConfig>;
export type FeatureTensor = z.infer<typeof Features>;
export type PictureInput = z.infer<typeof Input>;
