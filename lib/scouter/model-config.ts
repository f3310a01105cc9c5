import { z } from "zod";
import { BACKBONES } from "./backbone/registry.ts";

/** Settings of the slot head. Where paper and published code differ, both can be named. */
export const SlotHeadConfig = z.strictObject({
  /** d: channels after the 1x1 convolution, and size of a slot. A multiple of 4 (position encoding). */
  hidden: z.int().min(4).max(1024).multipleOf(4).default(64),
  /** T: number of attention passes; slots are updated between them. */
  iterations: z.int().min(1).max(16).default(3),
  slotsPerClass: z.int().min(1).max(64).default(1),
  /** Linear layers of the key network. */
  keyLayers: z.int().min(1).max(8).default(3),
  /** Linear layers of the query network; 0 takes the slots themselves. */
  queryLayers: z.int().min(0).max(8).default(3),
  /** What happens to the products before the sigmoid: nothing, or a row normalisation by signed or absolute sums. */
  mode: z.enum(["paper", "official", "abs"]).default("paper"),
  scale: z.enum(["none", "rsqrt_d"]).default("rsqrt_d"),
  /** What the attended sum is divided by. */
  divisor: z.enum(["one", "d"]).default("d"),
  /** e = +1: attention supports the class; e = -1: attention speaks against it. */
  sign: z.union([z.literal(1), z.literal(-1)]),
  /** Weight of the area loss; belongs to the reduction and the power beside it. */
  lambda: z.number().min(0).default(10),
  areaReduction: z.enum(["mean", "sum"]).default("mean"),
  areaPower: z.number().positive().max(4).default(1),
});
export type SlotHeadConfig = z.infer<typeof SlotHeadConfig>;

const Channels = z.array(z.number().finite()).length(3);

/** Everything needed to run a weights file besides its numbers. Kept as JSON in the file's own metadata. */
export const ModelConfig = z
  .strictObject({
    format: z.literal(1),
    kind: z.enum(["fc", "scouter+", "scouter-"]),
    backbone: z.enum(BACKBONES.map(({ id }) => id)),
    classNames: z.array(z.string().min(1).max(200)).min(2).max(2000),
    /** Side of the square input in pixels. */
    inputSize: z.int().min(16).max(1024),
    normalisation: z.strictObject({ mean: Channels, std: z.array(z.number().positive()).length(3) }),
    slotHead: SlotHeadConfig.nullable(),
  })
  .refine((config) => (config.kind === "fc") === (config.slotHead === null), {
    message: "A slot head belongs to scouter+ and scouter-, and to those only.",
  })
  .refine((config) => !config.slotHead || config.slotHead.sign === (config.kind === "scouter+" ? 1 : -1), {
    message: "The sign of the slot head is +1 for scouter+ and -1 for scouter-.",
  });
export type ModelConfig = z.infer<typeof ModelConfig>;
