import type { LanguageTag } from "#lib/study/languages/languages.ts";
import type { TemplateId } from "#lib/study/template-id.ts";

/** What the preview shows of a study that is being designed. */
export interface Draft {
  readonly templateId: TemplateId;
  readonly language: LanguageTag;
  readonly points: number;
  /** Null where it is left to the template. */
  readonly panels: number | null;
}
