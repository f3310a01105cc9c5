import type { PageWords } from "./languages/language.ts";

/**
 * What travels between a participant's browser and the site: types only, so that the browser's bundle gets no code
 * from here, and its words with the page. Nothing in it depends on the arm, except the answer's wording where the map rules a class out.
 */

export interface TrialView {
  readonly id: string;
  /** The pictures it shows, in the order in which they stand; opaque, random. */
  readonly stimuli: readonly string[];
  /** What the computer answered, e.g. "koala" or "not koala". */
  readonly answer: string;
  readonly practice: boolean;
  /** Practice only: which ratings fit, and why. */
  readonly feedback: PracticeFeedback | null;
  /** What may be chosen where the answer is a class; empty otherwise. */
  readonly classes: readonly string[];
  /** Of an attention check, the value that it asks for in words; null where the question is the template's. */
  readonly asked: number | null;
  /** The value the server holds, null while unanswered. */
  readonly value: number | null;
}

/** What the rater is given to answer with, in the study's language; see `ResponseSpec` for what an answer's value is. */
export type Task =
  /** A label for each value; null where it has only its number. */
  | {
      readonly kind: "scale";
      readonly values: readonly number[];
      readonly labels: readonly (string | null)[];
    }
  | { readonly kind: "choice"; readonly labels: readonly string[] }
  | { readonly kind: "class" | "ranking" | "best-worst" | "point" | "strokes" };

export interface PracticeFeedback {
  readonly low: number;
  readonly high: number;
  readonly because: string;
}

/** One picture of the instruction: the same image with a highlight that supports the answer, or doesn't. */
export interface ExampleView {
  readonly stimulus: string;
  readonly answer: string;
  readonly good: boolean;
}

/** How far a rater is with the study's quiz: never which answer would be right, until it has been given. */
export interface QuizView {
  readonly questions: readonly { readonly question: string; readonly options: readonly string[] }[];
  /** Which try comes next, from 1; null when there is none: passed, or sent away. */
  readonly nextAttempt: number | null;
  /** Of the last try, by question, whether the answer was right and why; null before the first, and once passed. */
  readonly review: readonly { readonly right: boolean; readonly because: string }[] | null;
}

export interface QuizRequest {
  /** Index of the option chosen, by question. */
  readonly answers: readonly number[];
}

/** What stands after a try: the first that was sent under its number. */
export interface QuizReply {
  readonly state: SessionView["state"];
  readonly quiz: QuizView;
  /** Of who is sent away, where their platform has a code for it. */
  readonly exit: { readonly code: string; readonly returnStep: ReturnStep | null } | null;
}

export interface SessionView {
  readonly state: "consented" | "completed" | "withdrawn" | "screened";
  /** Null where the study has none. */
  readonly quiz: QuizView | null;
  readonly trials: readonly TrialView[];
  readonly examples: readonly ExampleView[];
  readonly instruction: readonly string[];
  /** Of who completed, or was sent away; null before, and where there is none. */
  readonly completionCode: string | null;
}

export interface JoinRequest {
  /** 43 characters of base64url (256 random bits), made and kept by the device: joining again with it changes nothing. */
  readonly clientKey: string;
  readonly consentVersion: string;
  /** Of a rehearsal's simulated raters: the token that somebody who manages the study was given. People's devices have none. */
  readonly rehearsal?: string;
  /** What the address of somebody from a crowd platform says, by its parameters' names. */
  readonly arrival?: Readonly<Record<string, string>>;
}

/** The way back to a crowd platform, beside the code: a link to follow, or a form to send there. */
export type ReturnStep =
  | { readonly kind: "redirect"; readonly href: string }
  | { readonly kind: "form"; readonly action: string; readonly fields: Readonly<Record<string, string>> };

export interface JoinReply extends SessionView {
  readonly token: string;
  /** The key to this place: the device's own, or for somebody from a crowd platform the one that goes with the person. */
  readonly clientKey: string;
  /** Null until completed, and where there is nowhere to return to. */
  readonly returnStep: ReturnStep | null;
}

export interface AnswerRequest {
  readonly idempotencyKey: string;
  readonly value: number;
  /** What the value does not say: see `ResponseSpec`. */
  readonly detail?: unknown;
  /** From the picture being painted to the answer. */
  readonly responseTimeMs: number;
  /** ISO 8601. */
  readonly answeredAt: string;
}

/** 200: stored (now or before by the same request). 409: another answer stands, `error.details` is it. */
export interface AnswerReply {
  readonly value: number;
  readonly detail: unknown;
}

export interface CompleteReply {
  readonly completionCode: string;
  readonly returnStep: ReturnStep | null;
}

export interface ErrorReply {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: {
      readonly value?: number;
      readonly detail?: unknown;
      readonly reason?: string;
      /** Of who comes too late from a crowd platform. */
      readonly exit?: { readonly code: string; readonly returnStep: ReturnStep | null };
    };
  };
}

/** What the page's document holds for the script, before anybody has consented. */
export interface PageData {
  readonly key: string;
  readonly words: PageWords;
  readonly lead: string;
  readonly question: string;
  readonly task: Task;
  readonly consentVersion: string;
  /** Parameters that the address of an arrival holds; null where everybody with the link may take part. */
  readonly arrivalNames: readonly string[] | null;
  /** What the platform is called; null without one. */
  readonly platform: string | null;
  /** A break is offered after so many trials; null for none. */
  readonly breakEvery: number | null;
}

/** What a preview's document holds beside the page: what a rater would be shown, pictures and all. */
export interface PreviewData {
  readonly session: SessionView;
  /** By stimulus: a data address. */
  readonly pictures: Readonly<Record<string, string>>;
}
