import type { Column } from "./template.ts";

const COLUMNS = [
  { name: "rater", meaning: "Rater within this study: P1, P2, ... people; S1, S2, ... simulated raters." },
  { name: "simulated", meaning: "Whether the rater is simulated.", values: "0 a person, 1 simulated" },
  { name: "rater_state", meaning: "How far the rater got.", values: "consented, completed" },
  {
    name: "left_out",
    meaning: "Why the rater is not in the primary analysis, parted by semicolons; empty for whoever is.",
    values: "before-lock, too-fast, straight-lining, incomplete",
  },
  { name: "position", meaning: "Place of the trial in this rater's sequence, practice not counted, from 1." },
  {
    name: "panel",
    meaning: "Place of this picture on the screen, from 0. A trial has a row for each of its pictures.",
  },
  { name: "arm", meaning: "Arm of the study: label of the explanation method and its target rule." },
  { name: "explainer", meaning: "Identifier of the explanation method." },
  {
    name: "statement",
    meaning: "What the computer's answer said of the named class.",
    values: "for: the picture is of the class; against: it is not",
  },
  { name: "image", meaning: "File name of the image in the imported data set." },
  { name: "image_class", meaning: "True class of the image; empty when unknown." },
  { name: "target_class", meaning: "Class the map explains and the answer names." },
  {
    name: "is_answer",
    meaning: "Whether the target class is the computer's answer.",
    values: "0 another class, 1 the answer",
  },
  { name: "map", meaning: "Identifier of the saliency map." },
  { name: "value", meaning: "The answer." },
  { name: "chosen_class", meaning: "Class that was chosen, by its name." },
  { name: "detail", meaning: "What the answer says beside its value." },
  { name: "response_time_ms", meaning: "From the picture being painted to the answer.", unit: "ms" },
  { name: "answered_at", meaning: "When the rater answered, by the device's clock.", unit: "UTC, ISO 8601" },
  { name: "received_at", meaning: "When the server stored the answer.", unit: "UTC, ISO 8601" },
] as const satisfies readonly Column[];

export type AnswerColumn = (typeof COLUMNS)[number]["name"];
export type AnswerRow = Record<AnswerColumn, string | number | Date | null>;

/** What an answer's value, and what may come beside it, mean in a template. */
interface AnswerMeaning {
  readonly value: Omit<Column, "name">;
  /** As JSON. */
  readonly detail?: Omit<Column, "name">;
  /** Whether a trial shows several pictures. */
  readonly panels?: boolean;
  /** Whether these are of several classes. */
  readonly classes?: boolean;
  /** Whether the answer is one of the study's classes. */
  readonly chosenClass?: boolean;
}

/** The columns of a template's exported table: one row an answer, or one for each picture that it compares. */
export function answerColumns({
  value,
  detail,
  panels = false,
  classes = false,
  chosenClass = false,
}: AnswerMeaning): readonly Column[] {
  return COLUMNS.flatMap((column): Column[] => {
    switch (column.name) {
      case "panel":
        return panels ? [column] : [];
      case "is_answer":
        return classes ? [column] : [];
      case "chosen_class":
        return chosenClass ? [column] : [];
      case "value":
        return [{ name: column.name, ...value }];
      case "detail":
        return detail ? [{ name: column.name, ...detail }] : [];
      default:
        return [column];
    }
  });
}
