import { z } from "zod";

const ExitCode = z
  .string()
  .trim()
  .regex(/^[\w-]{4,64}$/, "has 4 to 64 letters, digits, - or _");

/** One code for each way out of a study, so that the platform can tell them apart. */
export const ExitCodes = z
  .object({
    /** Every answer is stored. */
    complete: ExitCode,
    /** The study had all the people it needs. */
    overQuota: ExitCode,
  })
  .refine(({ complete, overQuota }) => complete !== overQuota, {
    message: "differs from the code of who completes",
    path: ["overQuota"],
  });

/** What a person is paid for taking part. */
export const Reward = z.object({
  amount: z.number().positive().max(10_000),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, "has three capital letters, as EUR"),
});
export type Reward = z.infer<typeof Reward>;
