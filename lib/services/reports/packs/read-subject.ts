import type { Tx } from "#lib/db/client.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { PackSubject, Provenance } from "#lib/study/pack/pack-subject.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { type Anchor, formatAnchor } from "../../studies/event-hash.ts";

/** What the documents of a pack are written from, before its record is read and so checked. */
export type UnverifiedSubject = Omit<PackSubject, "provenance"> & {
  readonly provenance: Omit<Provenance, "verification">;
};

/** What is known of a pack's study before its answers are read, and where its log ends. */
export async function readSubject(
  tx: Tx,
  studyId: string,
  report: StudyReport,
): Promise<{ subject: UnverifiedSubject; end: Anchor | null }> {
  const study = await tx.study.findUniqueOrThrow({
    where: { id: studyId },
    include: {
      run: { include: { version: { include: { dataset: { select: { name: true } } } } } },
      arms: {
        orderBy: { position: "asc" },
        include: { runArm: { include: { model: { select: { name: true } } } } },
      },
      items: { where: { practice: false }, select: { id: true } },
    },
  });
  const { run, arms, items } = study;
  const { contact: _, ...design } = StudyDesign.parse(study.design);
  const armOf = new Map(arms.map((arm) => [arm.id, arm]));
  const end = await endOfLog(tx, studyId);
  const { version } = (await import("../../../../package.json", { with: { type: "json" } })).default;
  const subject: UnverifiedSubject = {
    study: { id: study.id, name: study.name, seed: study.seed, design, state: study.state },
    run: { id: run.id, name: run.name, seed: run.seed },
    dataset: { name: run.version.dataset.name, version: run.version.number, hash: run.version.hash },
    template: requireTemplate(study.templateId, study.templateVersion),
    imageCount: items.length,
    arms: report.arms.map(({ armId, label, explainerId }) => {
      const { position, runArm } = armOf.get(armId)!;
      const { targetRule, model } = runArm;
      return { armId, number: position + 1, label, explainerId, targetRule, model: model.name };
    }),
    report,
    provenance: {
      software: version,
      anchor: end && formatAnchor(end),
      asOf: ((await lastChange(tx, studyId, end)) ?? study.createdAt).toISOString(),
    },
  };
  return { subject, end };
}

/** The last event that is not an export: exports change nothing, and what is packed twice is to be the same twice. */
async function endOfLog(tx: Tx, studyId: string): Promise<Anchor | null> {
  return tx.studyEvent.findFirst({
    where: { studyId, kind: { not: "exported" } },
    orderBy: { sequence: "desc" },
    select: { sequence: true, hash: true },
  });
}

/** When the last answer arrived or the last packed event happened, whichever was later: the event of an answer knows the day only. */
async function lastChange(tx: Tx, studyId: string, end: Anchor | null): Promise<Date | null> {
  const [{ at }] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT greatest(
      (SELECT max(a."receivedAt") FROM "Participant" p JOIN "Trial" t ON t."participantId" = p."id"
       JOIN "Answer" a ON a."trialId" = t."id" WHERE p."studyId" = ${studyId}),
      (SELECT "at" FROM "StudyEvent" WHERE "studyId" = ${studyId} AND "sequence" = ${end?.sequence ?? -1}::int)) AS "at"`;
  return at;
}
