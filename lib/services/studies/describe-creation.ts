import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { digestArmsAndItems } from "./digest-material.ts";
import type { StudyEventData } from "./study-event.ts";

/** What the log's first event says of a study, as it is now: what the study is later held against. */
export async function describeCreation(tx: Tx, study: Study): Promise<StudyEventData<"created">> {
  const { contact: _, ...design } = StudyDesign.parse(study.design);
  return {
    run: study.runId,
    template: study.templateId,
    templateVersion: study.templateVersion,
    seed: study.seed,
    design,
    ...(await digestArmsAndItems(tx, study.id)),
  };
}
