import type { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { LanguageTag } from "#lib/study/languages/languages.ts";
import { describePage, type ParticipantPage } from "#lib/study/participant-page.ts";
import { type Recruitment, viewRecruitment } from "#lib/study/recruitment/recruitment.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { readRecruitment } from "../recruitment/read-recruitment.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";

export interface PageContent extends ParticipantPage {
  readonly language: LanguageTag;
  /** Where its people come from; null where its bare link is handed out. */
  readonly recruitment: Recruitment | null;
  /** Why newcomers are not let in; null when they are. */
  readonly refusal: AppError | null;
}

/** What a participant's page holds before anybody has consented. The study's name stays with the researcher. @throws AppError `not_found` */
export async function readPage(ctx: ParticipantCtx, key: string): Promise<PageContent> {
  const study = await ctx.db.study.findUnique({
    where: { key },
    select: { id: true, state: true, design: true, templateId: true, templateVersion: true },
  });
  if (!study) throw refuse("unknown-study");
  const design = StudyDesign.parse(study.design);
  const template = requireTemplate(study.templateId, study.templateVersion);
  const recruitment = await readRecruitment(ctx.db, { key });
  // Training is most of the work, where practice is a few trials to begin with.
  const training =
    template.shows.kind === "after-training"
      ? await ctx.db.studyItem.count({ where: { studyId: study.id, practice: true } })
      : 0;
  return {
    language: design.language,
    ...describePage(key, template, { ...design, training }, recruitment && viewRecruitment(recruitment)),
    recruitment,
    refusal: study.state === "open" ? null : refuse(study.state === "closed" ? "closed" : "not-open"),
  };
}
