import { useState } from "preact/hooks";
import type { JoinReply, QuizReply, QuizView, SessionView } from "#lib/study/participant-protocol.ts";
import { retryDelayMs } from "../outbox.ts";
import { Refusal, type Site } from "../site.ts";

/** What becomes of a try that is sent. */
export type Sending = "no" | "under way" | "offline";

export interface QuizState {
  readonly view: QuizView | null;
  readonly state: SessionView["state"];
  /** The code of who was sent away; null where there is none. */
  readonly exit: QuizReply["exit"];
  readonly sending: Sending;
  /** Why the site will not take a try; null normally. */
  readonly refused: string | null;
  send(attempt: number, answers: readonly number[]): Promise<void>;
}

/** The quiz of a session: what the server holds of it, and how a try gets there over whatever line. */
export function useQuiz(
  { quiz, state, completionCode, returnStep }: JoinReply,
  site: Site,
  wait: (delayMs: number) => Promise<void>,
): QuizState {
  const [stands, setStands] = useState<{
    quiz: QuizView | null;
    state: SessionView["state"];
    exit: QuizReply["exit"];
  }>({ quiz, state, exit: completionCode === null ? null : { code: completionCode, returnStep } });
  const [sending, setSending] = useState<Sending>("no");
  const [refused, setRefused] = useState<string | null>(null);

  async function send(attempt: number, answers: readonly number[]): Promise<void> {
    setSending("under way");
    setRefused(null);
    for (let failures = 1; ; failures++) {
      try {
        setStands(await site.takeQuiz(attempt, answers));
        break;
      } catch (error) {
        if (error instanceof Refusal) {
          setRefused(error.message);
          break;
        }
        setSending("offline");
        await wait(retryDelayMs(failures));
      }
    }
    setSending("no");
  }

  return { view: stands.quiz, state: stands.state, exit: stands.exit, sending, refused, send };
}
