import type { StudyDesign } from "#lib/study/design.ts";
import type { QuizView } from "#lib/study/participant-protocol.ts";
import type { QuizQuestion } from "#lib/study/quiz/question.ts";
import { judgeQuiz, QUIZ_ATTEMPTS, quizOf } from "#lib/study/quiz/quiz.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";

interface OwnStudy {
  readonly templateId: string;
  readonly templateVersion: number;
  readonly design: Pick<StudyDesign, "checks" | "language">;
}

/** The questions of a study's quiz in its language; null where it has none. */
export function questionsOf(study: OwnStudy): readonly QuizQuestion[] | null {
  const { checks, language } = study.design;
  if (checks.quiz === null) return null;
  return quizOf(requireTemplate(study.templateId, study.templateVersion).id, language);
}

/** What a rater may know of the quiz after these tries, in their order. */
export function viewQuiz(
  questions: readonly QuizQuestion[],
  attempts: readonly { readonly answers: readonly number[]; readonly passed: boolean }[],
): QuizView {
  const last = attempts.at(-1);
  const isOver = last?.passed === true || attempts.length >= QUIZ_ATTEMPTS;
  const verdicts = last && !last.passed ? judgeQuiz(questions, last.answers) : null;
  return {
    questions: questions.map(({ question, options }) => ({ question, options })),
    nextAttempt: isOver ? null : attempts.length + 1,
    review: verdicts?.map((right, at) => ({ right, because: questions[at].because })) ?? null,
  };
}
