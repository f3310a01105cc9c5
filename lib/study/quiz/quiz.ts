import { LANGUAGES, type LanguageTag } from "../languages/languages.ts";
import type { TemplateId } from "../template-id.ts";
import type { QuizQuestion } from "./question.ts";

/** Version of the questions in languages/: a changed word is a new version, and a study's design names the one it asks. */
export const QUIZ_VERSION = "2026-11";

/** Tries that everybody has. Crowd platforms ask for two at least before anybody is sent back. */
export const QUIZ_ATTEMPTS = 2;

/** What is asked before a study of a template: the same questions with the same right answers in every language. */
export function quizOf(template: TemplateId, language: LanguageTag): readonly QuizQuestion[] {
  return LANGUAGES[language].quiz[template];
}

/**
 * Which answers of an attempt are right, in the order of the questions.
 * @param answers the index of the chosen option, by question
 * @returns null for what is no attempt: too few or too many answers, or one that was not offered
 */
export function judgeQuiz(
  questions: readonly Pick<QuizQuestion, "options" | "right">[],
  answers: readonly number[],
): boolean[] | null {
  const isAttempt =
    answers.length === questions.length &&
    answers.every((answer, at) => Number.isInteger(answer) && answer in questions[at].options);
  return isAttempt ? questions.map(({ right }, at) => answers[at] === right) : null;
}
