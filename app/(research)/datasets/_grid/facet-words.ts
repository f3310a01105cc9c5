import { NO_CLASS } from "#lib/services/datasets/filter-query.ts";
import type { FacetId } from "#lib/services/datasets/filter-sql.ts";

export const FACET_TITLES: Record<FacetId, string> = {
  class: "Class",
  split: "Split",
  regions: "Regions",
  tag: "Tags",
  duplicates: "Duplicates",
  answer: "Answer",
  confidence: "Confidence",
  agreement: "Both models",
};

const WORDS: Partial<Record<FacetId, Record<string, string>>> = {
  class: { [NO_CLASS]: "No class" },
  regions: {
    none: "None",
    drawn: "Drawn",
    submitted: "Waiting for review",
    accepted: "Accepted",
    returned: "Sent back",
  },
  duplicates: { near: "Looks like another" },
  answer: { right: "Right", wrong: "Wrong" },
  confidence: {
    "0-50": "Below 50 %",
    "50-80": "50 to 80 %",
    "80-95": "80 to 95 %",
    "95-100": "95 % and more",
  },
  agreement: { same: "Answer alike", different: "Answer differently" },
};

/** What a value of a facet is called. */
export function facetLabel(facet: FacetId, value: string, classNames: ReadonlyMap<string, string>): string {
  if (facet === "class" && value !== NO_CLASS) return classNames.get(value) ?? "A class that is gone";
  return WORDS[facet]?.[value] ?? value;
}
