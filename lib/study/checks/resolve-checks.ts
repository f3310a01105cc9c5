import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { QUIZ_VERSION } from "../quiz/quiz.ts";
import type { Recruitment } from "../recruitment/recruitment.ts";
import type { ResponseSpec } from "../template.ts";
import { canAsk } from "./attention-values.ts";
import { canRepeat } from "./consistent.ts";
import { RaterChecks } from "./rater-checks.ts";

/** The checks that somebody asks for with a new study. */
export const WantedChecks = RaterChecks.extend({ quiz: z.boolean().default(false) });
type WantedChecks = z.infer<typeof WantedChecks>;

interface Checked {
  readonly response: ResponseSpec;
  readonly trialsPerRater: number;
  readonly recruitment: Recruitment | null;
}

/**
 * The checks as a study declares them.
 * @throws AppError `invalid` for checks that mean nothing in the template, more of them than fit, or a quiz whose platform has no code
 *   for who fails it
 */
export function resolveChecks(
  { quiz, ...checks }: WantedChecks,
  { response, trialsPerRater, recruitment }: Checked,
): RaterChecks {
  const { attention, repeats } = checks;
  if (attention > 0 && !canAsk(response))
    throw wrong("Answers of this template are no single words that a check could ask for.");
  if (attention > trialsPerRater)
    throw wrong(`There is room for ${trialsPerRater} attention checks, one after each trial.`);
  if (repeats > 0 && !canRepeat(response))
    throw wrong("No two places or drawings are the same: this template has no repeated trials.");
  const most = Math.floor(trialsPerRater / 2);
  if (repeats > most)
    throw wrong(`Of ${trialsPerRater} trials at most ${most} can come again at a distance.`);
  if (quiz && recruitment && "codes" in recruitment && recruitment.codes.screenedOut === undefined)
    throw wrong("A quiz on this platform needs a code for who does not pass it.");
  return { ...checks, quiz: quiz ? QUIZ_VERSION : null };
}

const wrong = (message: string) => new AppError("invalid", message);
