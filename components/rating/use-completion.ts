import { useEffect, useState } from "preact/hooks";
import type { CompleteReply, SessionView } from "#lib/study/participant-protocol.ts";
import type { Outbox } from "./outbox.ts";
import { Refusal, type Site } from "./site.ts";

const ASK_AGAIN_MS = 2000;

export interface CompletionOptions {
  readonly answeredAll: boolean;
  readonly known: CompleteReply | null;
  readonly site: Site;
  readonly outbox: Outbox;
  readonly wait: (delayMs: number) => Promise<void>;
  /** The server misses an answer: take its word for which. */
  readonly onMissing: (session: SessionView) => Promise<void>;
}

/** The completion code and the way back, once the server holds every required answer; null before. */
export function useCompletion(options: CompletionOptions): CompleteReply | null {
  const { answeredAll, known } = options;
  const [completion, setCompletion] = useState(known);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asking starts with the last answer, whatever else renders.
  useEffect(() => {
    if (!answeredAll || completion !== null) return;
    let wanted = true;
    void ask(options, () => wanted).then((reply) => {
      if (wanted) setCompletion(reply);
    });
    return () => {
      wanted = false;
    };
  }, [answeredAll, completion]);
  return completion;
}

async function ask(options: CompletionOptions, wanted: () => boolean): Promise<CompleteReply | null> {
  const { site, outbox, wait, onMissing } = options;
  while (wanted()) {
    await outbox.flush();
    try {
      return await site.complete();
    } catch (error) {
      if (error instanceof Refusal) await site.readSession().then(onMissing, () => undefined);
      await wait(ASK_AGAIN_MS);
    }
  }
  return null;
}
