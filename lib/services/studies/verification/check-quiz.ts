import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { judgeQuiz, QUIZ_ATTEMPTS } from "#lib/study/quiz/quiz.ts";
import { digestAttempt } from "../../participation/quiz/quiz-digest.ts";
import { questionsOf } from "../../participation/quiz/view-quiz.ts";
import { nameRater, type Problems } from "./problems.ts";
import type { Claims } from "./read-claims.ts";

/**
 * Compares each try at a study's quiz with its event, judges it again, and looks whether those who failed every try, and nobody
 * else, were sent away. Tries of whoever withdrew are gone by right.
 */
export async function checkQuiz(tx: Tx, study: Study, claims: Claims, problems: Problems): Promise<void> {
  const questions = questionsOf({ ...study, design: StudyDesign.parse(study.design) });
  const takers = await tx.participant.findMany({
    where: { studyId: study.id, quizAttempts: { some: {} } },
    select: { index: true, awaitsQuiz: true, quizAttempts: { orderBy: { attempt: "asc" } } },
  });
  const stored = new Map(takers.map(({ index, quizAttempts }) => [index, quizAttempts.length]));
  for (const [index, digests] of claims.quizzed)
    if (!claims.withdrawn.has(index) && digests.length !== (stored.get(index) ?? 0))
      problems.add(
        "answer",
        `${nameRater(index)} took ${digests.length} tries at the quiz; stored are ${stored.get(index) ?? 0}.`,
      );
  for (const { index, awaitsQuiz, quizAttempts } of takers) {
    const name = nameRater(index);
    const digests = claims.quizzed.get(index) ?? [];
    for (const { salt, ...given } of quizAttempts) {
      const where = `Try ${given.attempt} of ${name} at the quiz`;
      if (digests[given.attempt - 1] !== digestAttempt(salt, given))
        problems.add("answer", `${where} is not the one that was stored.`);
      const verdicts = questions && judgeQuiz(questions, given.answers);
      if (!verdicts || verdicts.every(Boolean) !== given.passed)
        problems.add("answer", `${where} is not judged by the study's questions.`);
    }
    const passed = quizAttempts.some((one) => one.passed);
    if (awaitsQuiz === passed)
      problems.add(
        "participant",
        `${name} is stored as ${passed ? "awaiting a quiz they passed" : "past a quiz they did not pass"}.`,
      );
    const isOut = !passed && quizAttempts.length >= QUIZ_ATTEMPTS;
    if (isOut !== claims.screened.has(index))
      problems.add(
        "participant",
        `${name} ${isOut ? "failed the quiz and was not sent away" : "was sent away without failing the quiz"}.`,
      );
  }
}
