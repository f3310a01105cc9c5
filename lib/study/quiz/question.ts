/** A question of the quiz, with what makes its answer right. */
export interface QuizQuestion {
  readonly question: string;
  readonly options: readonly string[];
  /** Index of the right option. */
  readonly right: number;
  /** Told after an attempt that was wrong. */
  readonly because: string;
}
