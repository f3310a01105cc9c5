import { AppError } from "#lib/errors.ts";
import { sonaCreditQuery } from "#lib/study/recruitment/platforms/sona.ts";
import type { Ctx } from "../context.ts";
import { askPlatform } from "./ask-platform.ts";
import { readRecruitment } from "./read-recruitment.ts";

/** As much of an answer as is kept. */
const KEPT_CHARACTERS = 2000;

/**
 * Tells SONA (API function WebstudyCredit) that a participant has completed, and keeps its answer. An answer that is
 * kept is never asked for again; SONA itself grants a sign-up its credit once, however often it is told.
 * @throws AppError `unavailable` while SONA cannot be reached, `invalid` when it refuses
 */
export async function grantCredit(ctx: Ctx, participantId: string, signal: AbortSignal): Promise<void> {
  const recruit = await ctx.db.recruit.findUnique({
    where: { participantId },
    select: { session: true, creditReply: true, participant: { select: { studyId: true } } },
  });
  if (!recruit?.session || recruit.creditReply !== null) return;
  const settings = await readRecruitment(ctx.db, { id: recruit.participant.studyId });
  if (settings?.platform !== "sona") return;
  const address = new URL(
    "/services/SonaAPI.svc/WebstudyCredit",
    ctx.crowd?.sonaUrl ?? `https://${settings.site}`,
  );
  address.search = sonaCreditQuery(settings, recruit.session).toString();
  const reply = await askPlatform(address, { headers: { accept: "application/xml" }, signal });
  if (!isGranted(reply)) throw new AppError("invalid", `SONA did not grant the credit: ${errorsIn(reply)}`);
  await ctx.db.recruit.updateMany({
    where: { participantId, creditReply: null },
    data: { creditReply: reply.slice(0, KEPT_CHARACTERS) },
  });
}

/** SONA's own test: the answer has a result with credit status G, and no errors. */
function isGranted(reply: string): boolean {
  return /<(\w+:)?credit_status>\s*G\s*</.test(reply);
}

function errorsIn(reply: string): string {
  const text =
    /<(?:\w+:)?Errors[^>]*>([\s\S]*?)<\/(?:\w+:)?Errors>/.exec(reply)?.[1] ?? "its answer says nothing";
  return text
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}
