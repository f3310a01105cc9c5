import type { Column } from "../template.ts";

/** A column of a pack's table; DOUBLE is a number, STRING is text, dates in ISO 8601. */
export interface PackColumn extends Column {
  readonly type: "STRING" | "DOUBLE";
}

/** A tidy table, as CSV and as Parquet. */
export interface PackTable {
  readonly name: "ratings" | "scores" | "participants" | "items" | "events" | "checks";
  readonly columns: readonly PackColumn[];
}

const text = (name: string, meaning: string, more: Omit<Column, "name" | "meaning"> = {}): PackColumn => ({
  name,
  meaning,
  type: "STRING",
  ...more,
});
const number = (name: string, meaning: string, more: Omit<Column, "name" | "meaning"> = {}): PackColumn => ({
  name,
  meaning,
  type: "DOUBLE",
  ...more,
});

/** Those of a template's columns that are numbers. */
const NUMBERS = new Set(["simulated", "position", "panel", "is_answer", "value", "response_time_ms"]);

/** One row an answer, or one for each picture it compares, in the columns of the template: those of the site's CSV. */
export function ratingsTable(columns: readonly Column[]): PackTable {
  return {
    name: "ratings",
    columns: columns.map((column) => ({ ...column, type: NUMBERS.has(column.name) ? "DOUBLE" : "STRING" })),
  };
}

const RATER = text("rater", "Rater within this study: P1, P2, ... people; S1, S2, ... simulated raters.");
const IS_SIMULATED = number("simulated", "Whether the rater is simulated.", {
  values: "0 a person, 1 simulated",
});

/** What each answer says of each arm by the template's rule: what means and intervals are computed from. */
export const SCORES: PackTable = {
  name: "scores",
  columns: [
    RATER,
    number("analysed", "Whether the rater is in the primary analysis.", { values: "0 left out, 1 analysed" }),
    number("item", "Number of the image within the study, as in items."),
    number("arm_number", "Number of the arm, as in items."),
    number("score", "What the answer says of the arm's map, in the units of the measure in results.json."),
  ],
};

/** One row a rater, those who withdrew included. */
export const PARTICIPANTS: PackTable = {
  name: "participants",
  columns: [
    RATER,
    IS_SIMULATED,
    text("state", "How far the rater got.", { values: "consented, completed, withdrawn, screened" }),
    text("consent_version", "Version of the consent text the rater agreed to."),
    number("trials", "Trials in the rater's sequence, practice not counted."),
    number("answers", "Of these, how many have an answer; 0 for who withdrew: their answers are deleted."),
    number("median_response_time_ms", "Median over these answers; empty without any.", { unit: "ms" }),
    number("duration_s", "From consent to the last of these answers; empty without any.", { unit: "s" }),
  ],
};

/** One row a picture that can be rated: an image with the map of one arm. */
export const ITEMS: PackTable = {
  name: "items",
  columns: [
    number("item", "Number of the image within the study, from 1."),
    number("practice", "Whether it is shown for practice only.", { values: "0 rated, 1 practice" }),
    text("image", "File name of the image in the imported data set."),
    text("image_class", "True class of the image; empty when unknown."),
    number("arm_number", "Number of the arm, from 1, as in all tables and figures here and in results.json."),
    text("arm", "Arm of the study: label of the explanation method and its target rule."),
    text("explainer", "Identifier of the explanation method."),
    text("statement", "What the computer's answer said of the named class.", {
      values: "for: the picture is of the class; against: it is not",
    }),
    text("target_class", "Class the map explains and the answer names."),
    text("map", "Identifier of the saliency map, as in ratings."),
    text("stimulus", "Identifier of the picture, as in events."),
  ],
};

/** The study's log: one row an event, of everybody, since each hash covers the one before. */
export const EVENTS: PackTable = {
  name: "events",
  columns: [
    number("sequence", "Number of the event, from 0, without gaps."),
    text("kind", "What happened.", {
      values:
        "created, prepared, opened, closed, joined, quizzed, screened, answered, completed, withdrawn, exported",
    }),
    text("rater", "Whom it is about; empty where it is about the study.", {
      values: "P1, P2, ... people; S1, S2, ... simulated",
    }),
    text("at", "When; of answers the day only.", { unit: "UTC, ISO 8601" }),
    text("data", "What the event says, as canonical JSON (RFC 8785); no answer is in it."),
    text(
      "hash",
      "SHA-256 of [study, sequence, kind, data, at, hash of the event before] as canonical JSON; before the first stand 64 zeros.",
    ),
  ],
};
