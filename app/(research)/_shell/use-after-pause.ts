import { useEffect } from "react";

/** A pause in typing. */
const QUIET_MS = 350;

interface Question<Answer> {
  /** What stands is old. */
  begin(): void;
  /** @returns null where there is nothing to ask any more */
  ask(): Promise<Answer> | null;
  tell(answer: Answer): void;
  /** The site did not answer. */
  fail(): void;
}

/** Asks a moment after the last change of the key. What comes back for an older one is dropped. */
export function useAfterPause<Answer>(key: string, { begin, ask, tell, fail }: Question<Answer>): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked
  useEffect(() => {
    let isOvertaken = false;
    begin();
    const timer = setTimeout(async () => {
      try {
        const answer = await ask();
        if (!isOvertaken && answer !== null) tell(answer);
      } catch {
        if (!isOvertaken) fail();
      }
    }, QUIET_MS);
    return () => {
      isOvertaken = true;
      clearTimeout(timer);
    };
  }, [key]);
}
