/** One thing in the database that is not as the log or the seed says. */
export interface Problem {
  about: "event" | "anchor" | "study" | "plan" | "participant" | "answer" | "sequence";
  message: string;
}

/** A study that was tampered with as a whole needs no list of all of it. */
const KEPT = 100;

export interface Problems {
  add(about: Problem["about"], message: string): void;
  count(): number;
  /** The first hundred. */
  list(): Problem[];
}

export function collectProblems(): Problems {
  const kept: Problem[] = [];
  let count = 0;
  return {
    add(about, message) {
      count++;
      if (kept.length < KEPT) kept.push({ about, message });
    },
    count: () => count,
    list: () => kept,
  };
}

/** As the exported answers name a participant: P1 has index 0, S1 is the first simulated one. */
export const nameRater = (index: number): string => (index < 0 ? `S${-index}` : `P${index + 1}`);
