import type { StudyDesign } from "#lib/study/design.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { panelLetter } from "#lib/study/panel-letter.ts";
import type { TrialView } from "#lib/study/participant-protocol.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";

/** A picture of a trial that shows maps of several classes. */
export interface ClassPanel {
  /** The class as it is named to raters. */
  readonly answer: string;
  readonly classAt: number;
}

/** The pictures of a study by their stimulus. */
export async function readClassPanels(
  { db }: ParticipantCtx,
  studyId: string,
): Promise<Map<string, ClassPanel>> {
  const rows = await db.stimulus.findMany({
    where: { studyId },
    select: { id: true, classAt: true, wording: true },
  });
  return new Map(
    rows.map(({ id, classAt, wording }) => [id, { classAt, answer: StimulusWording.parse(wording).answer }]),
  );
}

/**
 * What a trial that shows maps of several classes says beside its pictures: what may be chosen, by names or by the letters of the
 * pictures, and in practice which of them the computer answered.
 * @param panels in the order of their places on the screen
 */
export function viewClasses(
  panels: readonly ClassPanel[],
  practice: boolean,
  { classNames, language }: Pick<StudyDesign, "classNames" | "language">,
): Pick<TrialView, "answer" | "classes" | "feedback"> {
  const classes = panels.map(({ answer }, panel) => (classNames ? answer : panelLetter(panel)));
  const at = panels.findIndex(({ classAt }) => classAt === 0);
  const because = LANGUAGES[language].practice.computerAnswered(classes[at]);
  return { answer: "", classes, feedback: practice ? { low: at, high: at, because } : null };
}
