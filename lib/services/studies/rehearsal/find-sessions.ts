import type { TrialCheck } from "#lib/study/checks/place-checks.ts";
import type { GivenResponse } from "#lib/study/template.ts";
import type { Ctx } from "../../context.ts";
import { hashToken } from "../../participation/token.ts";

/** What the database holds of one participant. */
export interface StoredSession {
  readonly index: number;
  readonly simulated: boolean;
  readonly state: string;
  /** As the participant's row counts them: rated trials. */
  readonly answerCount: number;
  /** In the order of their trials. */
  readonly answers: readonly StoredAnswer[];
}

export interface StoredAnswer extends GivenResponse {
  readonly trialId: string;
  readonly practice: boolean;
  readonly check: TrialCheck | null;
  readonly expected: number | null;
  /** The same for two trials that show the same pictures in the same places. */
  readonly shown: string;
  readonly responseTimeMs: number;
}

/** The participants whom these tokens belong to, by token; one who never joined is missing. */
export async function findSessions(
  { db }: Pick<Ctx, "db">,
  studyId: string,
  tokens: readonly string[],
): Promise<Map<string, StoredSession>> {
  const byHash = new Map(tokens.map((token) => [hashToken(token), token]));
  const rows = await db.participant.findMany({
    where: { studyId, tokenHash: { in: [...byHash.keys()] } },
    select: {
      tokenHash: true,
      index: true,
      simulated: true,
      state: true,
      answerCount: true,
      trials: {
        where: { answer: { isNot: null } },
        orderBy: { position: "asc" },
        select: {
          id: true,
          practice: true,
          check: true,
          expected: true,
          stimulusId: true,
          otherStimulusIds: true,
          answer: { select: { value: true, detail: true, responseTimeMs: true } },
        },
      },
    },
  });
  return new Map(
    rows.map(({ tokenHash, trials, ...row }) => [
      byHash.get(tokenHash)!,
      {
        ...row,
        answers: trials.map(({ id, practice, check, expected, stimulusId, otherStimulusIds, answer }) => ({
          trialId: id,
          practice,
          check,
          expected,
          shown: [stimulusId, ...otherStimulusIds].join(" "),
          ...answer!,
        })),
      },
    ]),
  );
}
