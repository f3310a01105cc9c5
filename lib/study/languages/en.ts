import { page } from "./en/page.ts";
import { quiz } from "./en/quiz.ts";
import { templates } from "./en/templates.ts";
import type { Language } from "./language.ts";

export const en: Language = {
  name: "English",
  page,
  consent: {
    paragraphs: (task, minutes, contact) => [
      `${task} It takes about ${minutes} minutes.`,
      "Taking part is voluntary. You can stop at any time, and you can withdraw later: your answers are then deleted.",
      "We keep your answers and how long each took. We keep no name, no address and nothing about your device. Answers may be published without any link to you.",
      contact
        ? `Questions? Ask ${contact}.`
        : "Questions? Ask the person or the service that gave you this link.",
    ],
    retention: (months) =>
      `${months === 1 ? "One month" : `${months} months`} after the study has ended we delete what ties your answers to you: the key to your place, your code, and what a service that sent you has told us. The answers are kept, and nobody can tell any more which are yours; so from then on they cannot be deleted.`,
  },
  practice: {
    most: (answer) => `Most of the highlighted area is on what makes “${answer}” a sensible answer.`,
    part: "Part of the highlighted area is on it, part of it is beside it.",
    hardlyAny: (answer) =>
      `Hardly any of the highlighted area is on what makes “${answer}” a sensible answer.`,
    answerIsRight: "The computer’s answer is right.",
    answerIsWrong: "The computer’s answer is wrong.",
    computerAnswered: (answer) => `The computer answered “${answer}”.`,
  },
  templates,
  quiz,
};
