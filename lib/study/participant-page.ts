import { shownTrials } from "./checks/rater-checks.ts";
import { expectedMinutes } from "./consent.ts";
import { describeTask } from "./describe-task.ts";
import type { StudyDesign } from "./design.ts";
import { fill } from "./fill.ts";
import { LANGUAGES } from "./languages/languages.ts";
import type { PageData } from "./participant-protocol.ts";
import { arrivalNames, type RecruitmentView } from "./recruitment/recruitment.ts";
import { responseOf } from "./response-of.ts";
import type { StudyTemplate } from "./template.ts";

type Told = Pick<
  StudyDesign,
  "language" | "trialsPerRater" | "contact" | "consentVersion" | "retentionMonths" | "points" | "checks"
> & {
  /** Images that people learn from before they are asked; 0 where they only practise. */
  readonly training: number;
};

/** What a participant reads before anything is asked, and what their page holds. */
export interface ParticipantPage {
  readonly data: PageData;
  readonly consent: { readonly title: string; readonly paragraphs: readonly string[] };
}

/** @param key of the study's link @param recruited where its people come from; null where its bare link is handed out */
export function describePage(
  key: string,
  template: StudyTemplate,
  design: Told,
  recruited: RecruitmentView | null,
): ParticipantPage {
  const { language, contact, consentVersion, retentionMonths, checks } = design;
  const trials = design.training + shownTrials(design);
  const { page, consent, templates } = LANGUAGES[language];
  const { invitation, lead, question, responses } = templates[template.id];
  return {
    data: {
      key,
      words: page,
      lead,
      question,
      task: describeTask(responseOf(template, design), responses),
      consentVersion,
      arrivalNames: recruited && arrivalNames(recruited),
      platform: recruited?.name ?? null,
      breakEvery: checks.breakEvery,
    },
    consent: {
      title: invitation.title,
      paragraphs: [
        ...consent.paragraphs(
          invitation.task(trials),
          expectedMinutes(trials, template.response.kind),
          contact,
        ),
        ...(retentionMonths === null ? [] : [consent.retention(retentionMonths)]),
        ...(recruited ? [fill(page.keptOfPlatform, { platform: recruited.name })] : []),
      ],
    },
  };
}
