import { z } from "zod";

const ExitCode = z
  .string()
  .trim()
  .regex(/^[\w-]{4,64}$/, "has 4 to 64 letters, digits, - or _");

/** Who leaves with each code. */
const WHOSE = {
  complete: "who completes",
  overQuota: "who comes when the study is full",
  screenedOut: "who does not pass the quiz",
  failedChecks: "who fails attention checks",
};

/** One code for each way out of a study, so that the platform can tell them apart. */
export const ExitCodes = z
  .object({
    /** Every answer is stored. */
    complete: ExitCode,
    /** The study had all the people it needs. */
    overQuota: ExitCode,
    /** The quiz was not passed. A study with a quiz declares it. */
    screenedOut: ExitCode.optional(),
    /** All is answered, and too many attention checks not as they asked. Without it these people get `complete`. */
    failedChecks: ExitCode.optional(),
  })
  .superRefine((codes, context) => {
    for (const [name, code] of Object.entries(codes)) {
      const first = Object.entries(codes).find(([, one]) => one === code)![0];
      if (first === name) continue;
      const message = `differs from the code of ${WHOSE[first as keyof typeof WHOSE]}`;
      context.addIssue({ code: "custom", message, path: [name] });
    }
  });
export type ExitCodes = z.infer<typeof ExitCodes>;

/** What a person is paid for taking part. */
export const Reward = z.object({
  amount: z.number().positive().max(10_000),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, "has three capital letters, as EUR"),
});
export type Reward = z.infer<typeof Reward>;
