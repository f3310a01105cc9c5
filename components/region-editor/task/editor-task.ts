import type { ProposalMap } from "../panel/propose-panel.tsx";

/** The regions that everybody works on, image after image. */
export interface GroundTruthTask {
  kind: "ground-truth";
  /** Where these regions are submitted. */
  reviewHref: string;
  /** Maps to propose regions from; null for those who must not know of methods. */
  maps: readonly ProposalMap[] | null;
  previousId: string | null;
  nextId: string | null;
}

/** What one person draws without seeing anybody else's work, until it is done. */
export interface IndependentTask {
  kind: "independent";
  drawingId: string;
  roundName: string;
  roundHref: string;
  instructions: string;
  /** Images of the round that this person has done. */
  doneCount: number;
  /** Says that the drawing is complete as of this revision, and goes on; returns why not. */
  finish: (revision: number) => Promise<string | null>;
}

export type EditorTask = GroundTruthTask | IndependentTask;
