import { z } from "zod";

export const SPLITS = ["train", "validation", "test"] as const;

const percent = z.coerce
  .number("Give each split a number, 0 for none.")
  .min(0, "A share cannot be below 0.")
  .max(100);

/** What splits are asked for. The same wish on the same images gives the same splits. */
export const SplitWish = z
  .object({
    datasetId: z.string(),
    /** Relative shares; a split with 0 gets none. */
    shares: z.object({ train: percent, validation: percent, test: percent }),
    /** All images, or only those that have no split yet. */
    scope: z.enum(["all", "unsplit"]).default("all"),
    /** Images of one group stay together. */
    groupBy: z.enum(["nothing", "attribute", "tag", "file"]).default("nothing"),
    /** Name of the attribute, beginning of the tag, or pattern of the file's path. */
    groupKey: z.string().trim().max(200).default(""),
    /** Images that look alike stay together too. */
    withDuplicates: z.boolean().default(true),
    seed: z.string().trim().min(1, "Give a seed: any number or word.").max(100).default("0"),
  })
  .refine(({ shares }) => SPLITS.some((split) => shares[split] > 0), {
    message: "Give at least one split a share above 0.",
    path: ["shares"],
  })
  .refine(({ groupBy, groupKey }) => groupBy === "nothing" || groupKey !== "", {
    message: "Say by what the images are grouped.",
    path: ["groupKey"],
  });
export type SplitWish = z.output<typeof SplitWish>;
