import { useState } from "preact/hooks";

const keyOf = (trialId: string) => `draft/${trialId}`;

/**
 * An answer of several steps while it is not sent: it survives a reload of its tab.
 * @param empty where there is none yet
 */
export function useDraft<T>(trialId: string, empty: T): [T, (next: T) => void] {
  const [draft, setDraft] = useState<T>(() => read<T>(trialId) ?? empty);
  return [
    draft,
    (next) => {
      setDraft(next);
      quietly(() => sessionStorage.setItem(keyOf(trialId), JSON.stringify(next)));
    },
  ];
}

export function forgetDraft(trialId: string): void {
  quietly(() => sessionStorage.removeItem(keyOf(trialId)));
}

const read = <T>(trialId: string): T | null =>
  quietly(() => JSON.parse(sessionStorage.getItem(keyOf(trialId)) ?? "null") as T | null) ?? null;

/** A browser may refuse storage (full, or switched off): the draft then lives as long as the page. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
