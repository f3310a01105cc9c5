import type { StudyLock } from "#lib/db/generated/client.ts";
import { Preregistration } from "#lib/study/preregistration.ts";
import type { StudyReport } from "#lib/study/report.ts";
import type { PlacedAnswer } from "./read-answers.ts";

/** A locked plan as a report holds it: how many answers came before it and after. */
export function describeLock(
  { hash, lockedAt, preregistration }: StudyLock,
  answers: readonly PlacedAnswer[],
): StudyReport["lock"] {
  const at = lockedAt.toISOString();
  const { primaryContrast } = Preregistration.parse(preregistration);
  const answersBefore = answers.filter(({ receivedAt }) => receivedAt < at).length;
  const answersAfter = answers.length - answersBefore;
  return { hash, primaryContrast, lockedAt: at, answersBefore, answersAfter };
}
