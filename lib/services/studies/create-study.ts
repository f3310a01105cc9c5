import { randomBytes } from "node:crypto";
import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { studyPrepare } from "#lib/jobs/definitions/study-prepare.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { fittingTrialCount } from "#lib/study/assignment.ts";
import { listConditions } from "#lib/study/conditions.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { STUDY_ENCODING, StudyDesign } from "#lib/study/design.ts";
import { applicableRules } from "#lib/study/exclusions/applicable-rules.ts";
import { DEFAULT_EXCLUSIONS, ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { LanguageTag } from "#lib/study/languages/languages.ts";
import { Recruitment } from "#lib/study/recruitment/recruitment.ts";
import { resolveComparison } from "#lib/study/resolve-comparison.ts";
import { MOST_PANELS } from "#lib/study/response-details.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { MOST_PRACTICE, MOST_TRAINING } from "#lib/study/training.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireRun } from "../explanations/require-run.ts";
import { appendEvent } from "./append-event.ts";
import { type ChosenArm, chooseArms } from "./choose-arms.ts";
import { chooseItems } from "./choose-items.ts";
import { describeCreation } from "./describe-creation.ts";
import { FIRST_PREVIOUS_HASH } from "./event-hash.ts";

/** More trials than this tire people out; a larger study spreads its images over more people. */
const COMFORTABLE_TRIALS = 24;

export const CreateStudy = z.object({
  runId: z.string(),
  name: z.string().trim().min(1, "Give the study a name.").max(120),
  templateId: z.string().default("plausibility-rating"),
  /** Part of the participants' link; random unless given. */
  key: z
    .string()
    .regex(/^[\w-]{8,64}$/, "A key has 8 to 64 letters, digits, - or _.")
    .optional(),
  /** Arms of the run to compare; all of them unless given. */
  armIds: z.array(z.string()).optional(),
  /** Of these, the arm that every trial shows beside another; the first unless given. */
  referenceArmId: z.string().optional(),
  /** Pictures a trial shows side by side, where the template leaves it open. */
  panels: z.int().min(2).max(MOST_PANELS).optional(),
  /** Points of the scale, where the template leaves it open. */
  points: z.union([z.literal(5), z.literal(7)]).optional(),
  /** Adds an arm that shows the picture without a map, where the template can tell what maps are good for. */
  control: z.boolean().default(false),
  /** Tells the names of the classes, where a trial shows maps of several. */
  classNames: z.boolean().default(false),
  /** Rates as many images that the computer gets right as images that it gets wrong. */
  balanceCorrect: z.boolean().default(false),
  /** Of each rater's trials: by chance, or so that no arm profits from the one before it. */
  order: z.enum(["random", "carry-over"]).default("random"),
  /** Images set aside for the instruction and for practice, or for training; as the template needs unless given. */
  practice: z.int().min(0).max(MOST_TRAINING).optional(),
  trialsPerRater: z.int().min(1).max(400).optional(),
  /** The most people who may take part; no limit unless given. */
  quota: z.int().min(1).max(100_000).nullable().default(null),
  language: LanguageTag.default("en"),
  contact: z.string().trim().max(200).default(""),
  seed: z.int().min(0).max(0x7fff_ffff).default(1),
  /** Who will be left out of the primary analysis; what means nothing in the template is not declared. */
  exclusions: ExclusionRules.default(DEFAULT_EXCLUSIONS),
  /** Where participants come from; null: whoever is given the link. */
  recruitment: Recruitment.nullable().default(null),
  openWhenReady: z.boolean().default(false),
  simulatedRaters: z.int().min(0).max(500).default(0),
});

/**
 * Creates a study of the arms of an explanation run on its images. Its stimuli are drawn by a job: at once when the
 * run is over, otherwise as soon as it is.
 * @throws AppError `invalid` for a study without arms or images, or one that its template cannot be; `conflict` for a run that
 * failed, or one still going on where its answers decide which images can be shown; `not_found`.
 */
export async function createStudy(ctx: Ctx, input: unknown): Promise<Study> {
  const wish = CreateStudy.parse(input);
  requireCan(ctx, "study:manage");
  const template = requireTemplate(wish.templateId);
  return ctx.db.$transaction(async (tx) => {
    const run = await requireRun(tx, ctx, wish.runId);
    if (run.state === "failed" || run.state === "cancelled")
      throw new AppError(
        "conflict",
        `The run "${run.name}" is ${run.state}: retry it, or choose another run.`,
      );
    const compared = await chooseArms(tx, run, template, wish.armIds);
    const comparison = resolveComparison(template, compared, wish);
    const training = template.shows.kind === "after-training";
    checkPractice(wish.practice, training);
    const { practice, rated, classes } = await chooseItems(tx, run, compared, {
      ...wish,
      training,
      oneAnswer: template.shows.kind !== "one-arm",
      classCount: template.shows.kind === "classes" ? template.shows.count : null,
    });
    const arms = withPlainArm(compared, wish.control || training || template.shows.kind === "plain");
    const conditions = training
      ? 1
      : listConditions({ ...comparison, shows: template.shows, arms }, wish.seed).length;
    const trialsPerRater =
      wish.trialsPerRater ?? fittingTrialCount(rated.length, conditions, COMFORTABLE_TRIALS);
    if (trialsPerRater > rated.length)
      throw new AppError(
        "invalid",
        `${trialsPerRater} trials need as many images, because nobody sees one twice; the run has ${rated.length} to rate. Ask for fewer trials.`,
      );
    const design: StudyDesign = {
      trialsPerRater,
      ...comparison,
      ...(classes && { classes }),
      quota: wish.quota,
      language: wish.language,
      consentVersion: CONSENT_VERSION,
      contact: wish.contact,
      encoding: STUDY_ENCODING,
      exclusions: applicableRules(wish.exclusions, template),
      openWhenReady: wish.openWhenReady,
      simulatedRaters: wish.simulatedRaters,
      stimulusBytes: null,
    };
    const now = ctx.clock();
    const id = newId(now.getTime());
    const study = await tx.study.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        runId: run.id,
        name: wish.name,
        key: wish.key ?? randomBytes(12).toString("base64url"),
        templateId: template.id,
        templateVersion: template.version,
        seed: wish.seed,
        design: StudyDesign.parse(design),
        eventHead: {
          create: { sequence: -1, hash: FIRST_PREVIOUS_HASH, previousHash: FIRST_PREVIOUS_HASH },
        },
        ...(wish.recruitment && { recruitment: { create: { settings: wish.recruitment } } }),
        arms: {
          create: arms.map(({ id, plain }, position) => ({ id: newId(), position, runArmId: id, plain })),
        },
        items: {
          create: [...practice, ...rated].map(({ imageId, classes }, position) => ({
            id: newId(),
            position,
            imageId,
            classes: [...classes],
            practice: position < practice.length,
          })),
        },
      },
    });
    if (run.state === "succeeded")
      await enqueue(tx, studyPrepare, { studyId: id }, { workspaceId: ctx.workspaceId });
    const anchor = await appendEvent(tx, {
      studyId: id,
      kind: "created",
      data: await describeCreation(tx, study),
      at: now,
    });
    await audit(tx, ctx, "study.create", `study:${id}`, {
      runId: run.id,
      name: wish.name,
      seed: wish.seed,
      design,
      platform: wish.recruitment?.platform ?? "link",
      anchor,
    });
    return study;
  });
}

/** Practice shows how one answers; training is what one learns from. @throws AppError `invalid` */
function checkPractice(wanted: number | undefined, training: boolean): void {
  if (wanted === undefined) return;
  const [least, most] = training ? [1, MOST_TRAINING] : [0, MOST_PRACTICE];
  if (wanted < least || wanted > most)
    throw new AppError("invalid", `Ask for ${least} to ${most} pictures for practice, not ${wanted}.`, {
      field: "practice",
    });
}

/** The arms of a study: those compared and, where wanted, one that shows the picture alone, with the answer of the first. */
function withPlainArm(arms: readonly ChosenArm[], plain: boolean): { id: string; plain: boolean }[] {
  const mapped = arms.map(({ id }) => ({ id, plain: false }));
  return plain ? [...mapped, { id: arms[0].id, plain: true }] : mapped;
}
