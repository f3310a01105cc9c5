import type { Interval } from "#lib/stats/estimate.ts";

/** One labelled estimate of a figure. */
export interface LabelledEstimate {
  id: string;
  label: string;
  /** Second line or aside, e.g. "least similar class". */
  note?: string;
  tone: SeriesTone;
  estimate: Interval | { undefined: string };
}

/** Warm for evidence for, cool for evidence against, ink for other methods, grey for controls. */
export type SeriesTone = "for" | "against" | "method" | "control";

export const TONE_COLOUR: Record<SeriesTone, string> = {
  for: "var(--for)",
  against: "var(--against)",
  method: "var(--ink)",
  control: "var(--muted)",
};
