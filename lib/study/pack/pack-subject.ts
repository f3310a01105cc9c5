import type { StudyDesign } from "../design.ts";
import type { StudyReport } from "../report.ts";
import type { StudyTemplate } from "../template.ts";

/** An arm that is scored; its number, from 1 in the order of the study, is that in every table and figure of a pack. */
export interface PackArm {
  readonly armId: string;
  readonly number: number;
  readonly label: string;
  readonly explainerId: string;
  readonly targetRule: string;
  readonly model: string;
}

/** Where the numbers of a pack come from. */
export interface Provenance {
  /** Version of this software. */
  readonly software: string;
  /** Where the packed event log ends, as "sequence:hash"; null for a study from before the log. */
  readonly anchor: string | null;
  /** When the last packed event happened; for a study without a log, when its last answer arrived, or it was created. ISO 8601. */
  readonly asOf: string;
  /** What `bin/whynot study verify` says, as of the same moment, a line each. */
  readonly verification: readonly string[];
}

/** All that the documents of a report pack are written from. */
export interface PackSubject {
  readonly study: {
    readonly id: string;
    readonly name: string;
    readonly seed: number;
    /** Without the contact: a pack is published. */
    readonly design: Omit<StudyDesign, "contact">;
    readonly state: string;
    /** The study that this one is a new version of, with what it changes; null where there is none. */
    readonly predecessor: {
      readonly id: string;
      readonly name: string;
      readonly changes: readonly string[];
    } | null;
  };
  readonly run: { readonly id: string; readonly name: string; readonly seed: number };
  readonly dataset: { readonly name: string; readonly version: number; readonly hash: string };
  readonly template: StudyTemplate;
  /** Images that are rated, practice not counted. */
  readonly imageCount: number;
  /** As many as in the report, and in its order. */
  readonly arms: readonly PackArm[];
  readonly report: StudyReport;
  readonly provenance: Provenance;
}

/** One text file of a pack. */
export interface PackDocument {
  readonly name: string;
  readonly text: string;
}
