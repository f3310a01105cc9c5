import type { AppError } from "#lib/errors.ts";
import { consent, expectedMinutes } from "#lib/study/consent.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { PageData } from "#lib/study/participant-protocol.ts";
import { requireTemplate } from "#lib/study/templates.ts";
import { closedStudy, notOpenYet, unknownStudy } from "./join-study.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";

export interface PageContent {
  readonly data: PageData;
  readonly consent: { title: string; paragraphs: readonly string[] };
  /** Why newcomers are not let in; null when they are. */
  readonly refusal: AppError | null;
}

/** What a participant's page holds before anybody has consented. The study's name stays with the researcher. @throws AppError `not_found` */
export async function readPage(ctx: ParticipantCtx, key: string): Promise<PageContent> {
  const study = await ctx.db.study.findUnique({
    where: { key },
    select: { state: true, design: true, templateId: true, templateVersion: true },
  });
  if (!study) throw unknownStudy();
  const design = StudyDesign.parse(study.design);
  const { lead, question, response } = requireTemplate(study.templateId, study.templateVersion);
  const minutes = expectedMinutes(design.trialsPerRater);
  return {
    data: {
      key,
      lead,
      question,
      low: response.low,
      high: response.high,
      values: response.values,
      consentVersion: design.consentVersion,
    },
    consent: {
      title: consent.title,
      paragraphs: consent.paragraphs(design.trialsPerRater, minutes, design.contact),
    },
    refusal: study.state === "open" ? null : study.state === "closed" ? closedStudy() : notOpenYet(),
  };
}
