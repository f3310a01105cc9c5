import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { AnnotationRound } from "#lib/db/generated/client.ts";
import type { JobState } from "#lib/db/generated/enums.ts";
import { roundAgreementJob } from "#lib/jobs/definitions/round-agreement.ts";
import type { Ctx } from "../context.ts";
import { actorNames } from "../people/actor-names.ts";
import { findBlind } from "./blinding.ts";
import type { StoredAgreement } from "./compute-agreement.ts";
import { type DrawnImage, listPeople, readDoneDrawings } from "./done-drawings.ts";
import { requireRound } from "./require-round.ts";

export interface RoundPerson {
  userId: string;
  /** A, B, ... as pairs and exports call them. */
  label: string;
  name: string;
  done: number;
  /** Whether an image is with them that they have not done. */
  isDrawing: boolean;
  /** No longer in the workspace; what they did stays. */
  hasLeft: boolean;
}

export interface RoundDetail
  extends Pick<
    AnnotationRound,
    | "id"
    | "datasetId"
    | "name"
    | "instructions"
    | "peopleWanted"
    | "seed"
    | "split"
    | "agreementOf"
    | "createdAt"
    | "closedAt"
  > {
  openedBy: string;
  imageCount: number;
  doneCount: number;
  people: RoundPerson[];
  /** Null until two drawings of an image are done and a worker has compared them. */
  agreement: StoredAgreement | null;
  /** "computing" while a worker is at it or about to be; "failed" when it could not. */
  state: "current" | "computing" | "failed";
  /** Images with two drawings or more that the asker may see, those with least agreement first: the first of so many. */
  compared: DrawnImage[];
  comparedCount: number;
  /** So many more are kept back until the asker's own drawing of them is done. */
  blindCount: number;
}

const GetRound = z.object({
  roundId: z.string(),
  /** So many images are given with their drawings. */
  most: z.int().min(0).default(12),
});

/** A round with who did what and how far they agree, for those who may compare. @throws AppError `not_found`, `forbidden` */
export async function getRound(ctx: Ctx, input: z.input<typeof GetRound>): Promise<RoundDetail> {
  const { roundId, most } = GetRound.parse(input);
  requireCan(ctx, "region:review");
  // Before the round: a computation that ends between the two is then seen as going on, never an old result as the last.
  const job = await findComputation(ctx, roundId);
  const { agreement, createdBy, ...round } = await requireRound(ctx.db, ctx, roundId);
  const [done, people, imageCount, names] = await Promise.all([
    countDone(ctx, roundId),
    readPeople(ctx, roundId),
    ctx.db.roundImage.count({ where: { roundId } }),
    actorNames(ctx.db, [createdBy]),
  ]);
  const stored = agreement as StoredAgreement | null;
  const drawn = done.filter(({ count }) => count > 1).map(({ imageId }) => imageId);
  const blind = await findBlind(ctx.db, ctx, drawn);
  const place = new Map(stored?.pictures.map(({ picture }, i) => [picture, i]));
  const placeOf = (id: string) => place.get(id) ?? drawn.length;
  const seen = drawn.filter((id) => !blind.has(id)).sort((a, b) => placeOf(a) - placeOf(b));
  const shown = await readDoneDrawings(ctx.db, round, seen.slice(0, most));
  const doneCount = done.reduce((sum, { count }) => sum + count, 0);
  return {
    ...round,
    openedBy: names.get(createdBy) ?? createdBy,
    imageCount,
    doneCount,
    people,
    agreement: stored,
    state: stateOf(job?.state),
    compared: shown.sort((a, b) => placeOf(a.id) - placeOf(b.id)),
    comparedCount: seen.length,
    blindCount: drawn.length - seen.length,
  };
}

function stateOf(job: JobState | undefined): RoundDetail["state"] {
  if (job === "queued" || job === "running") return "computing";
  return job === "failed" ? "failed" : "current";
}

function findComputation(ctx: Ctx, roundId: string) {
  return ctx.db.job.findFirst({
    where: {
      kind: roundAgreementJob.kind,
      workspaceId: ctx.workspaceId,
      payload: { path: ["roundId"], equals: roundId },
    },
    orderBy: { id: "desc" },
    select: { state: true },
  });
}

/** Images of the round that are still there, in its order, with how many drawings are done. */
function countDone(ctx: Ctx, roundId: string): Promise<{ imageId: string; count: number }[]> {
  return ctx.db.$queryRaw`
    SELECT i."imageId", count(*)::int AS "count" FROM "RoundImage" i JOIN "Image" p ON p."id" = i."imageId"
    JOIN "IndependentDrawing" d ON d."roundId" = i."roundId" AND d."imageId" = i."imageId" AND d."doneAt" IS NOT NULL
    WHERE i."roundId" = ${roundId} GROUP BY i."imageId", i."position" ORDER BY i."position"`;
}

async function readPeople(ctx: Ctx, roundId: string): Promise<RoundPerson[]> {
  const labels = await listPeople(ctx.db, roundId);
  const ids = [...labels.keys()];
  const [users, members, drawings] = await Promise.all([
    ctx.db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
    ctx.db.membership.findMany({
      where: { workspaceId: ctx.workspaceId, userId: { in: ids } },
      select: { userId: true },
    }),
    ctx.db.independentDrawing.findMany({ where: { roundId }, select: { userId: true, doneAt: true } }),
  ]);
  const names = new Map(users.map(({ id, name }) => [id, name]));
  const here = new Set(members.map(({ userId }) => userId));
  return [...labels].map(([userId, label]) => {
    const own = drawings.filter((drawing) => drawing.userId === userId);
    return {
      userId,
      label,
      name: names.get(userId) ?? "somebody who is gone",
      done: own.filter(({ doneAt }) => doneAt).length,
      isDrawing: own.some(({ doneAt }) => !doneAt),
      hasLeft: !here.has(userId),
    };
  });
}
