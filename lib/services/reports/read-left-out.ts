import type { Tx } from "#lib/db/client.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { leftOut } from "#lib/study/left-out.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { readRaters } from "./read-raters.ts";

interface OwnStudy {
  id: string;
  design: unknown;
  templateId: string;
  templateVersion: number;
  lock: { lockedAt: Date } | null;
}

/** Why each of those is left out of the primary analysis who is, by their rank; memory grows with them alone. */
export async function readLeftOut(
  db: Pick<Tx, "$queryRaw">,
  study: OwnStudy,
  simulated: boolean,
): Promise<ReadonlyMap<number, string>> {
  const { exclusions } = StudyDesign.parse(study.design);
  const { response } = requireTemplate(study.templateId, study.templateVersion);
  const whose = { studyId: study.id, simulated, lockedAt: study.lock?.lockedAt ?? null, response };
  const reasons = new Map<number, string>();
  for await (const rater of readRaters(db, whose)) {
    const why = leftOut(exclusions, rater).map(({ rule }) => rule);
    if (why.length > 0) reasons.set(rater.rank, why.join(";"));
  }
  return reasons;
}
