/** The words around the checks on a rater: the quiz, questions that ask for one answer, breaks. */
export interface CheckWords {
  readonly quizTitle: string;
  /** Before the first try, and before the last. */
  readonly quizLead: string;
  readonly quizLastTry: string;
  /** Sends the answers. */
  readonly quizDone: string;
  /** While a question has none. */
  readonly quizUnanswered: string;
  readonly quizSending: string;
  readonly quizOffline: string;

  readonly reviewTitle: string;
  readonly reviewLead: string;
  readonly reviewRight: string;
  readonly reviewWrong: string;
  readonly readAgain: string;
  readonly toQuiz: string;

  readonly attentionTitle: string;
  /** {value}: what to choose, as its button says it. */
  readonly attentionAsk: string;

  readonly breakTitle: string;
  /** {done} {of} */
  readonly breakText: string;
}
