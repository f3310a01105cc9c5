import { z } from "zod";

const Count = z.int().min(0);

/** How a model did on labelled pictures: of `images`, `correct`; by class in the order of its names, null where there were none. */
const Reliability = z.object({
  /** Where they come from: "test split of Scenes, version 1". */
  on: z.string(),
  images: Count,
  correct: Count,
  perClass: z.array(z.object({ images: Count, correct: Count }).nullable()),
});
export type Reliability = z.infer<typeof Reliability>;

const PlaygroundModel = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["fc", "scouter+", "scouter-"]),
  backbone: z.string(),
  classNames: z.array(z.string()).min(2),
  inputSize: z.int(),
  /** Of the weights file, which lies at `address`, from the page's own. */
  bytes: Count,
  address: z.string(),
  reliability: Reliability.nullable(),
});
export type PlaygroundModel = z.infer<typeof PlaygroundModel>;

const PlaygroundPicture = z.object({
  name: z.string(),
  className: z.string().nullable(),
  address: z.string(),
  thumbnail: z.string(),
});
export type PlaygroundPicture = z.infer<typeof PlaygroundPicture>;

/** What a playground has to offer; in a folder without our server it is playground.json. */
export const PlaygroundData = z.object({
  models: z.array(PlaygroundModel),
  /** Models that cannot run in a browser, each with the reason. */
  absent: z.array(z.object({ name: z.string(), reason: z.string() })),
  pictures: z.array(PlaygroundPicture),
});
export type PlaygroundData = z.infer<typeof PlaygroundData>;
