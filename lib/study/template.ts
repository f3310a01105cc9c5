import type { Random } from "#lib/tensor/random.ts";
import type { Language } from "./languages/language.ts";

/** What the computer says about the picture: the class it names, or a class it rules out. */
export type Statement = "for" | "against";

/** A 1-to-k scale whose ends are named, by the wording; the numbers between are not. */
export interface ScaleResponse {
  readonly kind: "scale";
  readonly values: readonly number[];
}

/** One column of the exported table, as the codebook describes it. */
export interface Column {
  readonly name: string;
  readonly meaning: string;
  readonly unit?: string;
  readonly values?: string;
}

/**
 * A kind of trial, declared once: what is asked, which answers count, how they are analysed and where it comes
 * from. Its words are in languages/, locked by (id, version): changing a word means a new version, never an edit.
 */
export interface StudyTemplate {
  readonly id: keyof Language["templates"];
  readonly version: number;
  readonly title: string;
  readonly response: ScaleResponse;
  readonly cites: readonly string[];
  readonly analysis: {
    readonly level: "ordinal";
    readonly interval: "cluster bootstrap by rater";
    readonly agreement: "ordinal Krippendorff alpha over stimuli";
  };
  readonly simulate: (rater: SimulatedRater, share: number, random: Random) => number;
  readonly columns: readonly Column[];
}

/** A simulated rater's habits, drawn once a rater. */
export interface SimulatedRater {
  /** Added to every latent rating, in scale points. */
  readonly bias: number;
  /** Standard deviation of the trial-to-trial noise, in scale points. */
  readonly noise: number;
}
