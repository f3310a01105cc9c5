import { describe, expect, test } from "vitest";
import { LANGUAGES, LanguageTag } from "#lib/study/languages/languages.ts";
import { judgeQuiz, quizOf } from "#lib/study/quiz/quiz.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";

describe.each(TEMPLATES.map(({ id }) => id))("the quiz of %s", (id) => {
  const english = quizOf(id, "en");

  test("asks two questions or more, of three options each, and clicking one place throughout fails", () => {
    expect(english.length).toBeGreaterThanOrEqual(2);
    for (const { options, right } of english) {
      expect(options).toHaveLength(3);
      expect(new Set(options).size).toBe(3);
      expect(right in options).toBe(true);
    }
    expect(new Set(english.map(({ right }) => right)).size).toBeGreaterThan(1);
    expect(new Set(english.map(({ question }) => question)).size).toBe(english.length);
  });

  test("has the same right answers in every language", () => {
    for (const tag of LanguageTag.options)
      expect(quizOf(id, tag).map(({ right, options }) => [right, options.length])).toEqual(
        english.map(({ right, options }) => [right, options.length]),
      );
    expect(Object.keys(LANGUAGES)).toContain("zh-Hans");
  });
});

test("an attempt answers each question with an option that is there", () => {
  const questions = [
    { options: ["a", "b"], right: 1 },
    { options: ["a", "b", "c"], right: 0 },
  ];
  expect(judgeQuiz(questions, [1, 0])).toEqual([true, true]);
  expect(judgeQuiz(questions, [1, 2])).toEqual([true, false]);
  for (const none of [[], [1], [1, 0, 0], [2, 0], [-1, 0], [0.5, 0]])
    expect(judgeQuiz(questions, none)).toBeNull();
});
