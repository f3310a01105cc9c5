import type { z } from "zod";
import type { Random } from "#lib/tensor/random.ts";
import type { PictureMap } from "./picture-map.ts";
import type { SimulatedRater } from "./simulated-rater.ts";
import type { TemplateId } from "./template-id.ts";

/** What the computer says about the picture: the class it names, or a class it rules out. */
export type Statement = "for" | "against";

/** One column of the exported table, as the codebook describes it. */
export interface Column {
  readonly name: string;
  readonly meaning: string;
  readonly unit?: string;
  readonly values?: string;
}

/**
 * What a rater is given to answer with. `GivenResponse.value` is: the point of the scale; the index of the option or of
 * the class; of the panel put first (ranking, best-worst); 0 for a point; how many strokes were drawn.
 */
export type ResponseSpec =
  /** Points from the lowest; only the ends are named, or each of them. */
  | { readonly kind: "scale"; readonly values: readonly number[]; readonly named: "ends" | "all" }
  /** One button each, worded by the language. */
  | { readonly kind: "choice"; readonly options: readonly string[] }
  /** One of the classes that `TrialView.classes` lists. */
  | { readonly kind: "class" }
  /** `detail.order`: all panels, best first. */
  | { readonly kind: "ranking" }
  /** `detail.worst`: a panel other than the best, which is the value. */
  | { readonly kind: "best-worst" }
  /** `detail.x`, `detail.y`: a place in the picture, each in [0, 1] from the left and the top. */
  | { readonly kind: "point" }
  /** `detail.strokes`: brush strokes over the picture, in the same units. */
  | { readonly kind: "strokes" };

/** What a rater answered, as it is sent and stored. */
export interface GivenResponse {
  readonly value: number;
  /** Null where the value says it all. */
  readonly detail: unknown;
}

/**
 * Which pictures a trial shows of its image: the map of one arm; one arm's maps of `count` classes, the computer's answer and the
 * next likely ones; those of `count` arms side by side (all of them where there are fewer); those of the reference arm and of
 * one other; or the picture without a map, after which an answer is scored at every arm's map.
 */
export type Shows =
  | { readonly kind: "one-arm" }
  | { readonly kind: "classes"; readonly count: number }
  | { readonly kind: "arms"; readonly count: number }
  | { readonly kind: "beside-reference" }
  | { readonly kind: "plain" }
  /** After training with the maps of one arm, which is the rater's: the picture without a map. Arms are compared between raters. */
  | { readonly kind: "after-training" };

/** A picture of a trial as its answer is scored. */
export interface ScoredPanel {
  readonly armId: string;
  /** Whether the computer's answer is right; null where the image's class is unknown. */
  readonly correct: boolean | null;
  /** Which of the image's classes the picture is of, where a trial shows several: 0 is the computer's answer. */
  readonly classAt?: number;
  /** Where pictures are shown without a map: that of the arm, to be scored at the answer. */
  readonly map?: PictureMap;
  /** Where the computer's answer is to be predicted: its place among the classes that may be chosen, and how many these are. */
  readonly named?: { readonly at: number; readonly of: number };
}

/** What one answer says of one arm's map. */
export interface Score {
  readonly armId: string;
  readonly value: number;
}

/** What the scores' mean is called, and the range it lies in. */
export interface Measure {
  /** E.g. "mean rating", "share preferred". */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Where guessing leads; null where guessing has no such place. */
  readonly chance: number | null;
  /** Whether it is about people's conviction, or about how well they do with the maps. Never pooled. */
  readonly about: "plausibility" | "performance";
}

/** A picture of a trial as a simulated rater sees it. */
export interface SimulatedPanel extends ScoredPanel {
  /**
   * Share of the highlight on the object, in [0, 1]; 0.5 where the picture has none. After training: of the maps of the
   * rater's arm in training, on average, and 0 where there were none.
   */
  readonly share: number;
  /** Where the object is: its centre, and the radius of a disc as large, in sides of the picture. */
  readonly object: { readonly x: number; readonly y: number; readonly radius: number };
}

/** A model of preference that a template's answers fit, beside the means of their scores. */
export type PreferenceModel = "pairs" | "rankings" | "best-worst";

/**
 * A kind of trial, declared once: what is shown and asked, which answers count, what each says of the arms, how that is
 * analysed and where it comes from. Its words are in languages/, locked by (id, version): changing a word means a new
 * version, never an edit.
 */
export interface StudyTemplate {
  readonly id: TemplateId;
  readonly version: number;
  readonly title: string;
  /** For whoever designs a study, one sentence: what it finds out. */
  readonly about: string;
  readonly shows: Shows;
  /** Only arms that make this statement; null where both may be rated. */
  readonly only: Statement | null;
  readonly response: ResponseSpec;
  /** Checks what came beside the value; null where nothing may. */
  readonly detail: z.ZodType | null;
  readonly cites: readonly string[];
  readonly measure: Measure;
  /** Krippendorff's alpha over trials of the same pictures; null where answers can't agree in this sense. */
  readonly agreement: "nominal" | "ordinal" | null;
  readonly preference: PreferenceModel | null;
  /** Whether practice tells which points of the scale fit, by the share of the highlight on the object, after a good and a poor example. */
  readonly teaches: boolean;
  /** Whether an arm may show the picture without a map, for comparison. */
  readonly control: boolean;
  /** What an answer says of each arm; the report's estimates are means of these, clustered by rater. */
  readonly score: (response: GivenResponse, panels: readonly ScoredPanel[]) => readonly Score[];
  readonly simulate: (
    rater: SimulatedRater,
    panels: readonly SimulatedPanel[],
    random: Random,
    response: ResponseSpec,
  ) => GivenResponse;
  readonly columns: readonly Column[];
}
