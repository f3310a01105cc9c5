import type { AppError } from "#lib/errors.ts";
import { expectedMinutes } from "#lib/study/consent.ts";
import { describeTask } from "#lib/study/describe-task.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { fill } from "#lib/study/fill.ts";
import { LANGUAGES, type LanguageTag } from "#lib/study/languages/languages.ts";
import type { PageData } from "#lib/study/participant-protocol.ts";
import { arrivalNames, type Recruitment, viewRecruitment } from "#lib/study/recruitment/recruitment.ts";
import { responseOf } from "#lib/study/response-of.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { readRecruitment } from "../recruitment/read-recruitment.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";

export interface PageContent {
  readonly language: LanguageTag;
  readonly data: PageData;
  readonly consent: { title: string; paragraphs: readonly string[] };
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
  const { language, trialsPerRater, contact, consentVersion } = design;
  const template = requireTemplate(study.templateId, study.templateVersion);
  const { page, consent, templates } = LANGUAGES[language];
  const { invitation, lead, question, responses } = templates[template.id];
  const recruitment = await readRecruitment(ctx.db, { key });
  const recruited = recruitment && viewRecruitment(recruitment);
  // Training is most of the work, where practice is a few trials to begin with.
  const training =
    template.shows.kind === "after-training"
      ? await ctx.db.studyItem.count({ where: { studyId: study.id, practice: true } })
      : 0;
  const trials = training + trialsPerRater;
  const task = describeTask(responseOf(template, design), responses);
  return {
    language,
    data: {
      key,
      words: page,
      lead,
      question,
      task,
      consentVersion,
      arrivalNames: recruited && arrivalNames(recruited),
      platform: recruited?.name ?? null,
    },
    recruitment,
    consent: {
      title: invitation.title,
      paragraphs: [
        ...consent.paragraphs(
          invitation.task(trials),
          expectedMinutes(trials, template.response.kind),
          contact,
        ),
        ...(recruited ? [fill(page.keptOfPlatform, { platform: recruited.name })] : []),
      ],
    },
    refusal: study.state === "open" ? null : refuse(study.state === "closed" ? "closed" : "not-open"),
  };
}
