import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { Preregistration } from "#lib/study/preregistration.ts";
import { digestArmsAndItems } from "./digest-material.ts";
import { loadArms } from "./load-material.ts";

/** Of a plan, all that follows from the study as it is now. */
export type PlannedStudy = Pick<
  Preregistration,
  "study" | "template" | "run" | "seed" | "design" | "arms" | "images"
>;

export async function describePlan(tx: Tx, study: Study): Promise<PlannedStudy> {
  const { contact: _c, stimulusBytes: _s, ...design } = StudyDesign.parse(study.design);
  const { items } = await digestArmsAndItems(tx, study.id);
  const arms = await loadArms(tx, study);
  return {
    study: { id: study.id, name: study.name },
    template: { id: study.templateId, version: study.templateVersion },
    run: study.runId,
    seed: study.seed,
    design,
    arms: arms.map(({ armId, plain, label, explainerId, statement }) => ({
      id: armId,
      label: plain ? PLAIN_ARM.label : label,
      explainer: plain ? PLAIN_ARM.explainerId : explainerId,
      statement,
    })),
    images: items,
  };
}
