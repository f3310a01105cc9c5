import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { beginRehearsal } from "#lib/services/studies/rehearsal/begin-rehearsal.ts";
import { findSessions } from "#lib/services/studies/rehearsal/find-sessions.ts";
import { loadRehearsal, type RehearsalMaterial } from "#lib/services/studies/rehearsal/load-rehearsal.ts";
import type { MeasuredPanel } from "#lib/services/studies/rehearsal/measure-panels.ts";
import { checkDelivery, type DeliveryCheck } from "#lib/study/rehearsal/check-delivery.ts";
import { formatMixture, type Mixture } from "#lib/study/rehearsal/mixture.ts";
import { parseEffect, plantEffect } from "#lib/study/rehearsal/plant-effect.ts";
import type { StudyModel } from "#lib/study/rehearsal/simulate-study.ts";
import { type RehearsalSummary, summariseRehearsal } from "#lib/study/rehearsal/summarise-rehearsal.ts";
import { type CrowdCount, countCrowd } from "./count-crowd.ts";
import { judgeSessions } from "./judge-sessions.ts";
import { requireRehearsalSite } from "./rehearsal-site.ts";
import { gatherRaters, sendRaters } from "./send-raters.ts";
import type { SessionRecord } from "./take-part.ts";

export interface RehearsalOptions {
  readonly studyId: string;
  /** The site to send the raters to: of this very database. */
  readonly url: string;
  readonly raters: number;
  readonly mixture: Mixture;
  /** "arm=value", as `parseEffect` reads them; what is not given is measured. */
  readonly effects: readonly string[];
  /** The study's own unless given. */
  readonly seed: number | undefined;
  /** Only this installation's: see `Crowd`. */
  readonly secret: string;
  readonly signal: AbortSignal;
  readonly progress: (done: number, answers: number) => void;
}

export interface Rehearsal {
  readonly study: { readonly id: string; readonly name: string };
  readonly seed: number;
  readonly mixture: string;
  readonly planted: readonly string[];
  readonly crowd: CrowdCount;
  readonly delivery: DeliveryCheck;
  /** Null where raters see no map: nothing can be planted in what they do not look at. */
  readonly summary: RehearsalSummary | null;
  readonly resultsUrl: string;
}

/**
 * Sends simulated raters through a study by HTTP, checks that every answer arrived once, and says what the study's
 * analysis makes of them. The same options again are the same raters, who go on where they were.
 * @throws AppError `unavailable`, `forbidden`, `cancelled`; see `beginRehearsal` and `sendRaters`
 */
export async function runRehearsal(ctx: Ctx, options: RehearsalOptions): Promise<Rehearsal> {
  const { studyId, url, raters, mixture, effects, secret, signal, progress } = options;
  const material = await loadRehearsal(ctx, studyId);
  const { study, task, exclusions, arms } = material;
  const seed = options.seed ?? study.seed;
  if (isPlain(material) && effects.length > 0)
    throw new AppError("invalid", "The raters of this study see no map: there is no effect to plant.");
  const panels = plantEffect(material.panels, parseEffect(effects, arms));
  const { token: rehearsal, ...place } = await beginRehearsal(ctx, { studyId, raters });
  await requireRehearsalSite(url, { key: place.key, token: rehearsal });
  const name = JSON.stringify([studyId, raters, formatMixture(mixture), [...effects].sort(), seed]);
  const crowd = gatherRaters({ raters, mixture, seed, name, secret });
  const sessions = await sendRaters(crowd, { url, ...place, rehearsal, task, panels, signal }, progress);
  const tokens = sessions.map(({ token }) => token);
  const records = judgeSessions(sessions, await findSessions(ctx, studyId, tokens), material);
  await computeReports(ctx, studyId);
  return {
    study: { id: study.id, name: study.name },
    seed,
    mixture: formatMixture(mixture),
    planted: effects,
    crowd: countCrowd(records, exclusions),
    delivery: checkDelivery(
      records.map(({ session, stored }) => ({
        given: new Map(session.answers.map(({ trial, answer }) => [trial.id, answer])),
        accepted: session.accepted,
        refused: session.refused,
        stored,
      })),
    ),
    summary: isPlain(material)
      ? null
      : summariseRehearsal({
          seed,
          arms,
          answers: records.flatMap(({ broken, answers }) => (broken.length === 0 ? answers : [])),
          model: { ...task, exclusions, sequence: sequenceOf(material, panels, sessions) },
          mixture,
          powerRaters: study.quota ?? raters,
        }),
    resultsUrl: new URL(`/studies/${studyId}/results?raters=simulated`, url).href,
  };
}

const isPlain = ({ task }: RehearsalMaterial): boolean => task.template.shows.kind === "plain";

/** Everybody's trials with what is seen in them. */
function sequenceOf(
  { planTrials }: RehearsalMaterial,
  panels: ReadonlyMap<string, MeasuredPanel>,
  sessions: readonly SessionRecord[],
): StudyModel["sequence"] {
  // Whoever chooses among classes has as many in every trial.
  const classes = sessions.flatMap(({ answers }) => answers.map(({ trial }) => trial.classes.length))[0] ?? 0;
  return (index) =>
    planTrials(index).map(({ stimulusIds, practice, check, expected }) => {
      const shown = stimulusIds.map((id) => panels.get(id)!);
      return {
        practice,
        check,
        asked: expected,
        shown: stimulusIds.join(" "),
        itemId: shown[0].itemId,
        classes,
        panels: shown,
      };
    });
}
