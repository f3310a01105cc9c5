import type { Random } from "#lib/tensor/random.ts";
import type { QuizQuestion } from "../quiz/question.ts";
import type { GivenResponse, ResponseSpec, SimulatedPanel, StudyTemplate } from "../template.ts";

/** A trial as the rater of a rehearsal meets it. */
export interface RehearsedTrial {
  readonly panels: readonly SimulatedPanel[];
  /** How many classes may be chosen; 0 where the answer is none. */
  readonly classes: number;
  /** How much of the session lies behind the rater, in [0, 1). */
  readonly progress: number;
}

/** One simulated rater at work. */
export interface RehearsedRater {
  answer(trial: RehearsedTrial, random: Random): GivenResponse;
  /** Milliseconds from the pictures being painted to the answer. */
  responseTimeMs(random: Random): number;
  /** Whether they read the instruction and what a trial asks for, and do it. */
  readonly reads: boolean;
  /** Trials after which the rater leaves for good; null for whoever stays. */
  readonly stopsAfter: number | null;
  /** How requests travel: steadily, or as in a train. */
  readonly line: "steady" | "flaky";
}

/** What the raters of a study do. */
export interface RehearsedTask {
  readonly template: StudyTemplate;
  /** What they answer with: the template's, with as many points as the study was given. */
  readonly response: ResponseSpec;
  /** What has to be answered before practice; null or missing where the study has no quiz. */
  readonly quiz?: readonly QuizQuestion[] | null;
}

export interface BehaviourContext extends RehearsedTask {
  /** Trials of the session, practice included. */
  readonly trials: number;
  /** Draws the rater's habits. */
  readonly random: Random;
}

/** A way of taking part in a study. */
export interface Behaviour {
  /** One sentence with its parameters, for whoever chooses a mixture. */
  readonly about: string;
  readonly open: (context: BehaviourContext) => RehearsedRater;
}
