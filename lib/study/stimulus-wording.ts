import { z } from "zod";

/** What a Stimulus row keeps beside the picture. Only `answer` and, in practice, `feedback` reach a browser. */
export const StimulusWording = z.object({
  /** What the computer answered, e.g. "koala" or "not koala". */
  answer: z.string(),
  /** The saliency map that was drawn. */
  mapId: z.string(),
  statement: z.enum(["for", "against"]),
  /** Rated, practice with feedback, or one of the two pictures of the instruction. */
  role: z.enum(["rated", "practice", "good-example", "bad-example"]),
  /** Where the answer is to be predicted: its place among the study's classes, and their number. */
  named: z.object({ at: z.int().min(0), of: z.int().min(2) }).optional(),
  feedback: z.object({ low: z.number(), high: z.number(), because: z.string() }).nullable(),
});
export type StimulusWording = z.infer<typeof StimulusWording>;
