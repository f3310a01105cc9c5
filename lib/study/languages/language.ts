import type { QuizQuestion } from "../quiz/question.ts";
import type { Statement } from "../template.ts";
import type { TemplateId } from "../template-id.ts";
import type { CheckWords } from "./check-words.ts";
import type { TaskWords } from "./task-words.ts";

/** Why a participant's request was refused; each language says it in its own words. */
export type RefusalReason =
  | "unknown-study"
  | "not-open"
  | "closed"
  | "full"
  | "consent-changed"
  | "no-arrival"
  | "preview"
  | "no-place"
  | "withdrawn"
  | "screened"
  | "quiz-first"
  | "not-yours"
  | "unavailable";

/** What stands above a page that refuses. */
export interface Refusal {
  readonly title: string;
  readonly text: string;
}

/**
 * The words of the participant's pages that no template brings. They travel to the browser as they are: words in braces
 * are filled in there.
 */
export interface PageWords {
  readonly agree: string;
  readonly needsScript: string;
  readonly outOfReach: string;
  readonly cannotGoOn: string;

  readonly whatToDo: string;
  readonly tryIt: string;
  readonly start: string;
  /** {value} */
  readonly goodExample: string;
  /** {value} */
  readonly badExample: string;
  readonly goodExampleAlt: string;
  readonly badExampleAlt: string;
  /** Ends a sentence. */
  readonly fullStop: string;

  /** {at} {of} */
  readonly place: string;
  /** {at} {of} */
  readonly practicePlace: string;
  /** {place} */
  readonly picture: string;
  /** Of a picture with a highlighted area, and of one where that is not said. */
  readonly pictureAlt: string;
  readonly plainPictureAlt: string;
  readonly slowPicture: string;
  readonly progress: string;
  readonly task: TaskWords;
  readonly checks: CheckWords;

  readonly fits: string;
  /** {low} */
  readonly rather: string;
  /** {low} {high}: neighbours */
  readonly ratherOr: string;
  /** {low} {high} */
  readonly ratherTo: string;
  readonly next: string;

  readonly stop: string;
  readonly stopTitle: string;
  /** {link} */
  readonly stopText: string;
  readonly ownLink: string;
  readonly goOn: string;
  readonly withdraw: string;
  readonly withdrawWarning: string;
  readonly withdrawFailed: string;
  readonly deleteAnswers: string;

  readonly saved: string;
  readonly lastingTrouble: string;
  readonly oneMoment: string;
  readonly lastAnswers: string;
  readonly thankYou: string;
  readonly allArrived: string;
  /** {platform}: leads back to it. */
  readonly returnTo: string;
  /** {platform}: why to follow that button. */
  readonly returnAdvice: string;
  /** {platform}: added to the consent text. */
  readonly keptOfPlatform: string;
  /** {platform}: above the code of somebody who came too late. */
  readonly tooLateCode: string;
  /** {link} */
  readonly withdrawLater: string;
  readonly refusals: Readonly<Record<RefusalReason, Refusal>>;
}

/** The words of a template. Locked by its version, in every language. */
export interface TemplateWording {
  /** What the consent text calls the study, and what it says one will do. */
  readonly invitation: { readonly title: string; readonly task: (trials: number) => string };
  /** Shown before the answer, the same for every arm; alone where a trial shows no answer. */
  readonly lead: string;
  /** The one sentence every trial asks, whatever made the map. */
  readonly question: string;
  readonly answer: Readonly<Record<Statement, (className: string) => string>>;
  /** What can be answered, in the order of the template's response: a scale's two ends or all its points, the options of a choice; else empty. */
  readonly responses: readonly string[];
  readonly instruction: readonly string[];
  /** Added to the instruction when some statements of the study rule a class out. */
  readonly instructionAgainst: string;
}

/** What a practice trial tells the rater: how much of the highlight lies on the object, or what the computer did. */
export interface PracticeWords {
  readonly most: (answer: string) => string;
  readonly part: string;
  readonly hardlyAny: (answer: string) => string;
  readonly answerIsRight: string;
  readonly answerIsWrong: string;
  readonly computerAnswered: (answer: string) => string;
}

/** The consent text of one version, under the title of the template's invitation. */
export interface ConsentWords {
  /** @param task the template's invitation; @param minutes whole minutes the study takes; @param contact whom to ask, may be empty. */
  readonly paragraphs: (task: string, minutes: number, contact: string) => readonly string[];
  /** @param months after the study's end, 1 or more, when what ties answers to people is erased. */
  readonly retention: (months: number) => string;
}

/** Everything a participant reads, in one language: one file a language. */
export interface Language {
  /** Its own name, in itself. */
  readonly name: string;
  readonly page: PageWords;
  readonly consent: ConsentWords;
  readonly practice: PracticeWords;
  readonly templates: Readonly<Record<TemplateId, TemplateWording>>;
  /** What is asked before the trials where a study has a quiz. Locked by `QUIZ_VERSION`. */
  readonly quiz: Readonly<Record<TemplateId, readonly QuizQuestion[]>>;
}
