import type { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { assignOneArm } from "#lib/study/arm-of-rater.ts";
import { assignInOrder } from "#lib/study/assignment.ts";
import { carryOverOrder } from "#lib/study/carry-over-order.ts";
import { NO_CHECKS } from "#lib/study/checks/rater-checks.ts";
import { placeClasses } from "#lib/study/class-places.ts";
import { listConditions } from "#lib/study/conditions.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { STUDY_ENCODING } from "#lib/study/design.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { describePage, type ParticipantPage } from "#lib/study/participant-page.ts";
import type { PreviewData, TrialView } from "#lib/study/participant-protocol.ts";
import type { Ctx } from "../context.ts";
import { viewClasses } from "../participation/view-classes.ts";
import type { ChosenItem } from "./choose-items.ts";
import { CreateStudy } from "./create-study.ts";
import { drawStimulus, fitImage } from "./draw-stimuli.ts";
import { DesignWish, type DrawnUpDesign, drawUpDesign } from "./draw-up-design.ts";

/** The map of an arm's own answer. */
const ONE = { name: undefined, classAt: 0 };

/** Trials of the first rater that are shown. */
const MOST_TRIALS = 4;

const PreviewStudy = DesignWish.extend(
  CreateStudy.pick({ language: true, contact: true, retentionMonths: true }).shape,
);
type Wish = z.infer<typeof PreviewStudy>;

export interface StudyPreview extends ParticipantPage {
  readonly language: Wish["language"];
  readonly preview: PreviewData;
}

/**
 * What the first rater of a study would read and see, without the study: consent, instruction and their first trials, on pictures
 * drawn from the run as the study would draw them. Nothing is written. Practice and training are drawn with the study.
 * @throws AppError `conflict` while the run has no maps, and what `drawUpDesign` throws
 */
export async function previewStudy(ctx: Ctx, input: unknown): Promise<StudyPreview> {
  const wish = PreviewStudy.parse(input);
  requireCan(ctx, "study:manage");
  const drawn = await ctx.db.$transaction((tx) => drawUpDesign(tx, ctx, wish));
  const { run, template, compared, trialsPerRater, points } = drawn;
  if (run.state !== "succeeded")
    throw new AppError(
      "conflict",
      `The run "${run.name}" is still going on: its pictures come when it is over.`,
    );
  const { language, contact, retentionMonths } = wish;
  const { instruction, instructionAgainst } = LANGUAGES[language].templates[template.id];
  const training = template.shows.kind === "after-training" ? drawn.practice.length : 0;
  const rulesOut = compared.some(({ statement }) => statement === "against");
  const told = {
    language,
    trialsPerRater,
    contact,
    retentionMonths,
    points,
    training,
    consentVersion: CONSENT_VERSION,
    checks: NO_CHECKS,
  };
  const { trials, pictures } = await drawTrials(ctx, drawn, wish);
  return {
    language,
    ...describePage("preview", template, told, null),
    preview: {
      pictures,
      session: {
        state: "consented",
        quiz: null,
        trials,
        examples: [],
        instruction: [...instruction, ...(rulesOut ? [instructionAgainst] : [])],
        completionCode: null,
      },
    },
  };
}

async function drawTrials(ctx: Ctx, drawn: DrawnUpDesign, { seed, language }: Wish) {
  const open = await openMaterial(ctx, drawn, language);
  const pictures: Record<string, string> = {};
  const trials: TrialView[] = [];
  for (const [at, { item, arms }] of firstTrials(drawn, seed).entries()) {
    const ofClasses = drawn.template.shows.kind === "classes";
    const maps = await open(drawn.rated[item], arms);
    const shown = ofClasses ? placeClasses(maps, seed, 0, item) : maps;
    const stimuli = shown.map((_, panel) => `preview-${at}-${panel}`);
    for (const [panel, { picture }] of shown.entries()) pictures[stimuli[panel]] = picture;
    const [{ answer }] = shown;
    trials.push({
      id: `preview-${at}`,
      stimuli,
      // What is to be predicted is not told.
      answer: drawn.classes ? "" : answer,
      practice: false,
      feedback: null,
      classes: drawn.classes ?? [],
      asked: null,
      value: null,
      ...(ofClasses && viewClasses(shown, false, { language, classNames: drawn.classNames })),
    });
  }
  return { trials, pictures };
}

/** The first trials of the first rater: an image by its index, and the arms that stand on the screen. */
function firstTrials(drawn: DrawnUpDesign, seed: number): { item: number; arms: readonly number[] }[] {
  const { template, arms, rated, trialsPerRater, order } = drawn;
  const conditions = listConditions({ ...drawn, shows: template.shows, arms }, seed);
  const design = { items: rated.length, arms: conditions.length, trialsPerRater };
  const armOfRater = template.shows.kind === "after-training";
  const byChance = (armOfRater ? assignOneArm : assignInOrder)(design, seed, 0);
  const assigned = order === "random" ? byChance : carryOverOrder(byChance, conditions.length, seed, 0);
  return assigned.slice(0, MOST_TRIALS).map(({ item, arm }) => ({ item, arms: conditions[arm] }));
}

/** Draws pictures of an image as the study would; of arms by their place in the study, and of each of its classes where it has several. */
async function openMaterial(
  ctx: Ctx,
  { template, arms, compared }: DrawnUpDesign,
  language: Wish["language"],
) {
  const wording = LANGUAGES[language].templates[template.id];
  const tests = template.shows.kind === "after-training";
  // It brings the maths of explainers, which the site loads only where it is needed.
  const { loadMap } = await import("./load-material.ts");
  const models = await ctx.db.model.findMany({
    where: { id: { in: compared.map(({ modelId }) => modelId) } },
    select: { id: true, classNames: true },
  });
  const classNames = new Map(models.map((model) => [model.id, model.classNames]));
  return async ({ imageId, classes }: ChosenItem, shown: readonly number[]) => {
    const { sha256 } = await ctx.db.image.findUniqueOrThrow({
      where: { id: imageId },
      select: { sha256: true },
    });
    const fitted = fitImage(await decodeImage(await ctx.storage.get(sha256)), STUDY_ENCODING);
    const wanted = classes.length > 0 ? classes.map((name, classAt) => ({ name, classAt })) : [ONE];
    return Promise.all(
      shown
        .flatMap((at) => wanted.map((one) => ({ at, ...one })))
        .map(async ({ at, name, classAt }) => {
          const arm = compared.find(({ id }) => id === arms[at].id)!;
          const { id: runArmId, label, statement, modelId } = arm;
          const told = { runArmId, label, statement, classNames: classNames.get(modelId)! };
          const { answer, ...map } = await loadMap(ctx.db, wording, told, { imageId }, name);
          const webp = await drawStimulus(fitted, arms[at].plain || tests ? null : map, STUDY_ENCODING);
          return {
            picture: `data:image/webp;base64,${Buffer.from(webp).toString("base64")}`,
            answer,
            classAt,
          };
        }),
    );
  };
}
