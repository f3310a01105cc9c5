import { useEffect, useState } from "preact/hooks";
import type { SessionView } from "#lib/study/participant-protocol.ts";
import type { Outbox } from "./outbox.ts";
import { Refusal, type Site } from "./site.ts";

const ASK_AGAIN_MS = 2000;

export interface CompletionOptions {
  readonly answeredAll: boolean;
  readonly known: string | null;
  readonly site: Site;
  readonly outbox: Outbox;
  readonly wait: (delayMs: number) => Promise<void>;
  /** The server misses an answer: take its word for which. */
  readonly onMissing: (session: SessionView) => Promise<void>;
}

/** The completion code, once the server holds every required answer; null before. */
export function useCompletion(options: CompletionOptions): string | null {
  const { answeredAll, known } = options;
  const [code, setCode] = useState(known);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asking starts with the last answer, whatever else renders.
  useEffect(() => {
    if (!answeredAll || code !== null) return;
    let wanted = true;
    void ask(options, () => wanted).then((reply) => {
      if (wanted) setCode(reply);
    });
    return () => {
      wanted = false;
    };
  }, [answeredAll, code]);
  return code;
}

async function ask(options: CompletionOptions, wanted: () => boolean): Promise<string | null> {
  const { site, outbox, wait, onMissing } = options;
  while (wanted()) {
    await outbox.flush();
    try {
      return (await site.complete()).completionCode;
    } catch (error) {
      if (error instanceof Refusal) await site.readSession().then(onMissing, () => undefined);
      await wait(ASK_AGAIN_MS);
    }
  }
  return null;
}
