import { LANGUAGES } from "../languages/languages.ts";
import type { PackSubject } from "./pack-subject.ts";

export interface StudyQuestion {
  /** As raters read it, in the study's language. */
  readonly text: string;
  /** What could be answered, in order: the two ends of a scale or all its points, the options of a choice; else empty. */
  readonly responses: readonly string[];
}

/** What every trial asked. The one place of a pack that reads a template's wording. */
export function questionOf({ study, template }: Pick<PackSubject, "study" | "template">): StudyQuestion {
  const { question, responses } = LANGUAGES[study.design.language].templates[template.id];
  return { text: question, responses };
}
