import { type Arrival, readArrival } from "#lib/study/recruitment/read-arrival.ts";
import {
  type Recruitment,
  type RecruitmentView,
  viewRecruitment,
} from "#lib/study/recruitment/recruitment.ts";
import type { ParticipantCtx } from "../participation/participant-ctx.ts";
import { refuse } from "../participation/refuse.ts";
import { derivePersonKey } from "./person-key.ts";
import { readRecruitment } from "./read-recruitment.ts";
import { requireCrowd } from "./require-crowd.ts";
import { verifySignedArrival } from "./verify-signed-arrival.ts";

/** Somebody whom a crowd platform has sent. */
export interface Recruited extends Omit<Arrival, "person"> {
  recruitment: Recruitment;
  /** Stands where a device's own key stands otherwise. */
  clientKey: string;
}

/** What the door has to know of a join. */
export interface Admission {
  /** Whether people come to the study from a platform: then nobody new comes without an arrival. */
  recruits: boolean;
  /** Null for a device that comes back with the key it was given, and for studies with a bare link. */
  recruited: Recruited | null;
}

type Given = Readonly<Record<string, string>> | undefined;

/**
 * Reads whom a platform has sent. Nothing is written.
 * @param given what the address says, by the parameters' names
 * @throws AppError `invalid` for an address without the ids it should have, or not signed where it should be;
 *   `forbidden` while somebody only looks at the task; `unavailable` when signatures cannot be checked just now
 */
export async function admitArrival(ctx: ParticipantCtx, key: string, given: Given): Promise<Admission> {
  const recruitment = await readRecruitment(ctx.db, { key });
  if (!recruitment || given === undefined) return { recruits: recruitment !== null, recruited: null };
  const crowd = requireCrowd(ctx);
  const view = viewRecruitment(recruitment);
  const arrival = readArrival(view, await trusted(ctx, view, given));
  if (typeof arrival === "string") throw refuse(arrival);
  const { person, ...rest } = arrival;
  const who = { studyKey: key, platform: recruitment.platform, person };
  return {
    recruits: true,
    recruited: { ...rest, recruitment, clientKey: derivePersonKey(crowd.secret(), who) },
  };
}

/** The address as it is, or where the study asks for it what the platform signed. */
async function trusted(
  ctx: ParticipantCtx,
  { parameters: { signed } }: RecruitmentView,
  given: NonNullable<Given>,
): Promise<Readonly<Record<string, unknown>>> {
  if (signed === undefined) return given;
  const claims = await verifySignedArrival(requireCrowd(ctx), given[signed], ctx.clock());
  if (!claims) throw refuse("no-arrival");
  return claims;
}
