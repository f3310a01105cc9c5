import { NO_CHECKS } from "#lib/study/checks/rater-checks.ts";
import { STUDY_ENCODING } from "#lib/study/design.ts";
import type { PackSubject } from "#lib/study/pack/pack-subject.ts";
import { BESIDE_METRICS } from "#lib/study/results/beside-metrics.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { plantedStudy } from "./planted-study.ts";
import { studyReport } from "./study-report.ts";

const METHODS = [
  { label: "SCOUTER+", explainerId: "scouter+", centre: 0.74 },
  { label: "SCOUTER−, least similar", explainerId: "scouter-", centre: 0.55 },
  { label: "Grad-CAM", explainerId: "grad-cam", centre: 0.66 },
  { label: "SS-CAM", explainerId: "ss-cam", centre: 0.52 },
  { label: "RISE", explainerId: "rise", centre: 0.42 },
  { label: "IBA, least similar", explainerId: "iba", centre: 0.4 },
  { label: "Random map", explainerId: "control-random", centre: 0.12 },
] as const;

interface Wish {
  raters?: number;
  simulated?: boolean;
  /** Instead of the first method's label and the study's name. */
  name?: string;
}

/** What a pack is written from, of a planted study of seven methods on twenty images, two of them against a class. */
export function packSubject({ raters = 24, simulated = false, name }: Wish = {}): PackSubject {
  const { ratings, truth } = plantedStudy(
    { raters, items: 20, plausibility: METHODS.map(({ centre }) => centre), spread: 0.2 },
    "pack",
  );
  const random = createRandom("pack metrics");
  const arms = METHODS.map(({ label, explainerId }, at) => ({
    armId: `a${at}`,
    label: at === 0 && name !== undefined ? name : label,
    explainerId,
    statement:
      explainerId === "scouter-" || label.startsWith("IBA") ? ("against" as const) : ("for" as const),
  }));
  const metrics = BESIDE_METRICS.flatMap((metricId) =>
    [...truth].map(([mapId, value]) => ({
      mapId,
      armId: mapId.split(" ")[1],
      metricId,
      profile: "whynot",
      value: Math.min(1, Math.max(0, value + 0.15 * random.normal())),
    })),
  );
  return {
    study: {
      id: "study-1",
      name: name ?? "Does the highlighted area support the answer?",
      seed: 7,
      state: "closed",
      predecessor: null,
      design: {
        trialsPerRater: 20,
        panels: 1,
        referenceArm: null,
        points: null,
        classNames: false,
        order: "random",
        exclusions: {},
        checks: NO_CHECKS,
        quota: null,
        language: "en",
        consentVersion: "2026-11",
        retentionMonths: null,
        encoding: STUDY_ENCODING,
        openWhenReady: true,
        simulatedRaters: 0,
        stimulusBytes: 4096,
      },
    },
    run: { id: "run-1", name: "All methods", seed: 1 },
    dataset: { name: name ?? "Scenes", version: 1, hash: "0".repeat(64) },
    template: requireTemplate("plausibility-rating"),
    imageCount: 20,
    arms: arms.map(({ armId, label, explainerId }, at) => ({
      armId,
      number: at + 1,
      label,
      explainerId,
      targetRule: "true",
      model: name ?? "SCOUTER+ baseline",
    })),
    report: { ...studyReport(arms, ratings, simulated, metrics), seed: 7 },
    provenance: {
      software: "0.1.0",
      anchor: `99:${"a".repeat(64)}`,
      asOf: "2026-11-28T12:00:00.000Z",
      verification: ["log: 100 events, unbroken", "Nothing differs in what could be checked."],
    },
  };
}
