import { StudyDesign } from "#lib/study/design.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import type { SessionView, TrialView } from "#lib/study/participant-protocol.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { questionsOf, viewQuiz } from "./quiz/view-quiz.ts";
import { refuse } from "./refuse.ts";
import { hashToken } from "./token.ts";
import { readClassPanels, viewClasses } from "./view-classes.ts";

/**
 * Everything a participant's device needs to go on: the trials in order with the answers the server holds, the
 * instruction and, at the end, the completion code. @throws AppError `unauthenticated`
 */
export async function readSession(
  ctx: ParticipantCtx,
  { key, token }: { key: string; token: string },
): Promise<SessionView> {
  const participant = await ctx.db.participant.findUnique({
    where: { tokenHash: hashToken(token), study: { key } },
    select: {
      state: true,
      completionCode: true,
      quizAttempts: { orderBy: { attempt: "asc" }, select: { answers: true, passed: true } },
      studyId: true,
      study: { select: { templateId: true, templateVersion: true, design: true } },
      trials: {
        orderBy: { position: "asc" },
        select: {
          id: true,
          practice: true,
          expected: true,
          stimulusId: true,
          otherStimulusIds: true,
          stimulus: { select: { wording: true } },
          answer: { select: { value: true } },
        },
      },
    },
  });
  if (!participant) throw refuse("no-place");
  const { state, completionCode, studyId, study, trials, quizAttempts } = participant;
  const [examples, [{ against }]] = await Promise.all([
    ctx.db.stimulus.findMany({
      where: { studyId, item: { practice: true } },
      select: { id: true, wording: true },
    }),
    ctx.db.$queryRaw<{ against: boolean }[]>`
      SELECT EXISTS (
        SELECT 1 FROM "Stimulus" WHERE "studyId" = ${studyId} AND "wording"->>'statement' = 'against'
      ) AS "against"`,
  ]);
  const { id, shows } = requireTemplate(study.templateId, study.templateVersion);
  const design = StudyDesign.parse(study.design);
  const { instruction, instructionAgainst } = LANGUAGES[design.language].templates[id];
  const questions = questionsOf({ ...study, design });
  const classPanels = shows.kind === "classes" ? await readClassPanels(ctx, studyId) : null;
  return {
    state,
    completionCode,
    quiz: questions && viewQuiz(questions, quizAttempts),
    trials: trials.map((row) => {
      const trial = viewTrial(row, design.classes);
      if (!classPanels) return trial;
      const panels = trial.stimuli.map((stimulus) => classPanels.get(stimulus)!);
      return { ...trial, ...viewClasses(panels, trial.practice, design) };
    }),
    examples: examples
      .map(({ id, wording }) => ({ id, ...StimulusWording.parse(wording) }))
      .filter(({ role }) => role.endsWith("-example"))
      .map(({ id, answer, role }) => ({ stimulus: id, answer, good: role === "good-example" }))
      .sort((a, b) => Number(b.good) - Number(a.good)),
    instruction: [...instruction, ...(against ? [instructionAgainst] : [])],
  };
}

interface TrialRow {
  id: string;
  practice: boolean;
  expected: number | null;
  stimulusId: string;
  otherStimulusIds: string[];
  stimulus: { wording: unknown };
  answer: { value: number } | null;
}

/** @param classes to choose from, where the answer is one */
function viewTrial(trial: TrialRow, classes: readonly string[] = []): TrialView {
  const { id, practice, expected, stimulusId, otherStimulusIds, stimulus, answer: given } = trial;
  const { answer, named, feedback } = StimulusWording.parse(stimulus.wording);
  return {
    id,
    stimuli: [stimulusId, ...otherStimulusIds],
    // What is to be predicted is not told.
    answer: named ? "" : answer,
    practice,
    feedback: practice ? feedback : null,
    asked: expected,
    classes,
    value: given?.value ?? null,
  };
}
