import { randomBytes } from "node:crypto";
import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { studyPrepare } from "#lib/jobs/definitions/study-prepare.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { resolveChecks, WantedChecks } from "#lib/study/checks/resolve-checks.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { STUDY_ENCODING, StudyDesign } from "#lib/study/design.ts";
import { applicableRules } from "#lib/study/exclusions/applicable-rules.ts";
import { DEFAULT_EXCLUSIONS, ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { LanguageTag } from "#lib/study/languages/languages.ts";
import { Recruitment } from "#lib/study/recruitment/recruitment.ts";
import { responseOf } from "#lib/study/response-of.ts";
import { DEFAULT_RETENTION_MONTHS, RetentionMonths } from "#lib/study/retention.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { appendEvent } from "./append-event.ts";
import { describeCreation } from "./describe-creation.ts";
import { DesignWish, drawUpDesign } from "./draw-up-design.ts";
import { FIRST_PREVIOUS_HASH } from "./event-hash.ts";
import { requireStudy } from "./require-study.ts";

export const CreateStudy = DesignWish.extend({
  name: z.string().trim().min(1, "Give the study a name.").max(120),
  /** Part of the participants' link; random unless given. */
  key: z
    .string()
    .regex(/^[\w-]{8,64}$/, "A key has 8 to 64 letters, digits, - or _.")
    .optional(),
  /** The most people who may take part; no limit unless given. */
  quota: z.int().min(1).max(100_000).nullable().default(null),
  language: LanguageTag.default("en"),
  contact: z.string().trim().max(200).default(""),
  /** Months after closing until what ties answers to people is erased. */
  retentionMonths: RetentionMonths.default(DEFAULT_RETENTION_MONTHS),
  /** The study that this one is a new version of. */
  predecessorId: z.string().optional(),
  /** Who will be left out of the primary analysis; what means nothing in the template is not declared. */
  exclusions: ExclusionRules.default(DEFAULT_EXCLUSIONS),
  /** Checks on raters; none unless asked for. */
  checks: WantedChecks.prefault({}),
  /** Where participants come from; null: whoever is given the link. */
  recruitment: Recruitment.nullable().default(null),
  openWhenReady: z.boolean().default(false),
  simulatedRaters: z.int().min(0).max(500).default(0),
});

/**
 * Creates a study of the arms of an explanation run on its images. Its stimuli are drawn by a job: at once when the
 * run is over, otherwise as soon as it is.
 * @throws AppError `invalid` for a study without arms or images, or one that its template cannot be; `conflict` for a run that
 * failed, or one still going on where its answers decide which images can be shown; `not_found`, of a predecessor too.
 */
export async function createStudy(ctx: Ctx, input: unknown): Promise<Study> {
  const wish = CreateStudy.parse(input);
  requireCan(ctx, "study:manage");
  return ctx.db.$transaction(async (tx) => {
    const { run, template, compared: _, arms, practice, rated, ...drawn } = await drawUpDesign(tx, ctx, wish);
    const predecessor = wish.predecessorId ? await requireStudy(tx, ctx, wish.predecessorId) : null;
    const checks = resolveChecks(wish.checks, {
      response: responseOf(template, drawn),
      trialsPerRater: drawn.trialsPerRater,
      recruitment: wish.recruitment,
    });
    const design: StudyDesign = {
      ...drawn,
      quota: wish.quota,
      language: wish.language,
      consentVersion: CONSENT_VERSION,
      contact: wish.contact,
      retentionMonths: wish.retentionMonths,
      encoding: STUDY_ENCODING,
      exclusions: applicableRules(wish.exclusions, template, checks),
      checks,
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
        predecessorId: predecessor?.id ?? null,
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
      ...(predecessor && { predecessorId: predecessor.id }),
      platform: wish.recruitment?.platform ?? "link",
      anchor,
    });
    return study;
  });
}
