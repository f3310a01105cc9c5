import type { CheckWords } from "../check-words.ts";

export const checks: CheckWords = {
  quizTitle: "Before you begin",
  quizLead: "A few questions on what you have just read. You have two tries.",
  quizLastTry: "This is your second and last try.",
  quizDone: "Check my answers",
  quizUnanswered: "Please answer every question.",
  quizSending: "One moment …",
  quizOffline: "The study can’t be reached just now. Your answers are kept and sent as soon as it can.",

  reviewTitle: "Not quite yet",
  reviewLead: "Here is what was right and what was not. Read the instruction again, then answer once more.",
  reviewRight: "Right.",
  reviewWrong: "Not right.",
  readAgain: "Read the instruction again",
  toQuiz: "To the questions",

  attentionTitle: "A check that you are reading",
  attentionAsk: "Whatever you think of this picture, please choose “{value}” here.",

  breakTitle: "Time for a short break",
  breakText: "{done} of {of} are done, and your answers are kept. Go on whenever you like.",
};
