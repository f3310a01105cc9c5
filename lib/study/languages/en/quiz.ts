import type { QuizQuestion } from "../../quiz/question.ts";
import type { TemplateId } from "../../template-id.ts";

const area: QuizQuestion = {
  question: "What does a highlighted area show?",
  options: [
    "Where the picture is brightest",
    "What the computer is said to have looked at",
    "What other people looked at",
  ],
  right: 1,
  because: "It shows what the computer is said to have looked at.",
};

const wrongAnswer: QuizQuestion = {
  question: "You think the computer’s answer is wrong. What do you judge?",
  options: [
    "How well the highlighted area supports the answer, all the same",
    "Whether the answer is right",
    "Nothing: I skip the picture",
  ],
  right: 0,
  because: "You judge the highlighted area, whether or not the answer is right.",
};

const whyNot: QuizQuestion = {
  question: "The computer’s answer is “not koala”. What should the highlighted area show?",
  options: [
    "Something a koala has",
    "The background of the picture",
    "Something that speaks against a koala",
  ],
  right: 2,
  because: "The answer says what the picture is not, so the area should show what speaks against it.",
};

const mayBeWrong: QuizQuestion = {
  question: "Are the computer’s answers right?",
  options: ["Always", "Never", "Some are right and some may be wrong"],
  right: 2,
  because: "An answer may be right or wrong.",
};

const ownView: QuizQuestion = {
  question: "The highlighted area is on the object, but you think the answer is wrong. What do you say?",
  options: ["That the answer is wrong", "That the answer is right", "What the computer would like to hear"],
  right: 0,
  because: "Say what you think of the answer; the highlighted area is there to help you.",
};

const computersAnswer: QuizQuestion = {
  question: "You would give another answer than the computer. What do you choose?",
  options: ["The answer I would give", "The answer I think the computer gave", "Any answer"],
  right: 1,
  because: "The question is what the computer answered, even where you would answer something else.",
};

const mark: QuizQuestion = {
  question: "What do you mark in a picture?",
  options: ["Everything in it", "What I like best", "What I would go by to give the answer"],
  right: 2,
  because: "Mark what you would go by to give the answer, and nothing else.",
};

const nothingSupports: QuizQuestion = {
  question: "Nothing in the picture supports the answer. What do you do?",
  options: ["I mark what comes closest", "I mark a corner of the picture", "I close the page"],
  right: 0,
  because: "Where nothing supports the answer, mark what comes closest.",
};

export const quiz: Readonly<Record<TemplateId, readonly QuizQuestion[]>> = {
  "plausibility-rating": [area, wrongAnswer],
  "why-not-rating": [area, whyNot],
  "pairwise-preference": [area, wrongAnswer],
  "side-by-side": [area, wrongAnswer],
  ranking: [area, wrongAnswer],
  "best-worst": [area, wrongAnswer],
  "hive-agreement": [area, mayBeWrong, ownView],
  "hive-distinction": [area, mayBeWrong, computersAnswer],
  "forward-simulation": [mayBeWrong, computersAnswer],
  "accept-reject": [area, mayBeWrong, ownView],
  "region-brush": [mark, nothingSupports],
  pointing: [mark, nothingSupports],
};
