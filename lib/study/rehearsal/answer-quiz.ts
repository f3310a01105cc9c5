import type { Random } from "#lib/tensor/random.ts";
import type { QuizQuestion } from "../quiz/question.ts";
import { judgeQuiz, QUIZ_ATTEMPTS } from "../quiz/quiz.ts";

type Question = Pick<QuizQuestion, "options" | "right">;

/**
 * A simulated rater's tries at a quiz, up to the first that is right: who reads answers rightly, who does not draws each answer.
 * @returns one to two tries, each the index of an option by question
 */
export function answerQuiz(questions: readonly Question[], reads: boolean, random: Random): number[][] {
  const attempts: number[][] = [];
  while (attempts.length < QUIZ_ATTEMPTS) {
    const answers = questions.map(({ right, options }) => (reads ? right : random.integer(options.length)));
    attempts.push(answers);
    if (passesQuiz(questions, answers)) break;
  }
  return attempts;
}

export const passesQuiz = (questions: readonly Question[], answers: readonly number[]): boolean =>
  judgeQuiz(questions, answers)?.every(Boolean) ?? false;
