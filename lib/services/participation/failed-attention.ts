import type { Tx } from "#lib/db/client.ts";
import { StudyDesign } from "#lib/study/design.ts";

/** Whether a participant failed as many attention checks as their study declares to be too many; never where it declares no such rule. */
export async function failedAttention(
  tx: Pick<Tx, "trial" | "study">,
  { participantId, studyId }: { participantId: string; studyId: string },
): Promise<boolean> {
  const { design } = await tx.study.findUniqueOrThrow({ where: { id: studyId }, select: { design: true } });
  const rule = StudyDesign.parse(design).exclusions["failed-attention"];
  if (!rule) return false;
  const asked = await tx.trial.findMany({
    where: { participantId, check: "attention" },
    select: { expected: true, answer: { select: { value: true } } },
  });
  const failed = asked.filter(({ expected, answer }) => answer !== null && answer.value !== expected);
  return failed.length >= rule.failures;
}
