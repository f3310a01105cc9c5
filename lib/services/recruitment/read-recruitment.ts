import type { Tx } from "#lib/db/client.ts";
import { Recruitment } from "#lib/study/recruitment/recruitment.ts";

/** How people come to the study; null where its bare link is handed out, and for an unknown study. */
export async function readRecruitment(
  db: Pick<Tx, "studyRecruitment">,
  study: { key: string } | { id: string },
): Promise<Recruitment | null> {
  const row = await db.studyRecruitment.findFirst({ where: { study }, select: { settings: true } });
  return row && Recruitment.parse(row.settings);
}
