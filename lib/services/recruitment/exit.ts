import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { ReturnStep } from "#lib/study/participant-protocol.ts";
import type { ExitCodes } from "#lib/study/recruitment/exit-codes.ts";
import { type Recruitment, viewRecruitment } from "#lib/study/recruitment/recruitment.ts";
import type { Recruited } from "./admit-arrival.ts";
import { readRecruitment } from "./read-recruitment.ts";

/** The code a study declares for those who leave in this way; null where it declares none. */
export async function declaredCode(
  db: Pick<Tx, "studyRecruitment">,
  key: string,
  exit: keyof ExitCodes,
): Promise<string | null> {
  const recruitment = await readRecruitment(db, { key });
  return recruitment && "codes" in recruitment ? (recruitment.codes[exit] ?? null) : null;
}

/** The way back of a participant who has their code; null where there is none. */
export async function returnStepOf(
  db: Pick<Tx, "studyRecruitment" | "recruit">,
  { key, tokenHash, code }: { key: string; tokenHash: string; code: string | null },
): Promise<ReturnStep | null> {
  if (code === null) return null;
  const recruit = await db.recruit.findFirst({ where: { participant: { tokenHash } } });
  const recruitment = recruit && (await readRecruitment(db, { key }));
  return recruitment && viewRecruitment(recruitment).returnStep({ ...recruit, code });
}

/** The same refusal, with the code and the way back of who came too late. */
export function withExit(error: unknown, { recruitment, session, returnHost }: Recruited): unknown {
  if (!(error instanceof AppError) || !TOO_LATE.includes(String(error.details.reason))) return error;
  const exit = exitTooLate(recruitment, { session, returnHost });
  return exit ? new AppError(error.code, error.message, { ...error.details, exit }) : error;
}

const TOO_LATE = ["full", "closed"];

function exitTooLate(recruitment: Recruitment, arrived: Pick<Recruited, "session" | "returnHost">) {
  if (!("codes" in recruitment)) return null;
  const code = recruitment.codes.overQuota;
  return { code, returnStep: viewRecruitment(recruitment).returnStep({ ...arrived, code }) };
}
