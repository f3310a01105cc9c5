import { requireCan } from "#lib/auth/can.ts";
import type { AnnotationRound } from "#lib/db/generated/client.ts";
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
  /** Images with two drawings or more that the asker may see, those with least agreement first. */
  compared: DrawnImage[];
  /** So many more are kept back until the asker's own drawing of them is done. */
  blindCount: number;
}

/** A round with who did what and how far they agree, for those who may compare. @throws AppError `not_found`, `forbidden` */
export async function getRound(ctx: Ctx, roundId: string): Promise<RoundDetail> {
  requireCan(ctx, "region:review");
  const { agreement, agreementOf, createdBy, ...round } = await requireRound(ctx.db, ctx, roundId);
  const [images, people, job, imageCount] = await Promise.all([
    readDoneDrawings(ctx.db, round),
    readPeople(ctx, roundId),
    ctx.db.job.findFirst({
      where: {
        kind: roundAgreementJob.kind,
        workspaceId: ctx.workspaceId,
        payload: { path: ["roundId"], equals: roundId },
      },
      orderBy: { id: "desc" },
      select: { state: true },
    }),
    ctx.db.roundImage.count({ where: { roundId } }),
  ]);
  const stored = agreement as StoredAgreement | null;
  const blind = await findBlind(
    ctx.db,
    ctx,
    images.map(({ id }) => id),
  );
  const order = new Map(stored?.pictures.map(({ picture }, i) => [picture, i]));
  const drawn = images.filter(({ drawings }) => drawings.length > 1);
  const compared = drawn.filter(({ id }) => !blind.has(id));
  const names = await actorNames(ctx.db, [createdBy]);
  const doneCount = images.reduce((sum, { drawings }) => sum + drawings.length, 0);
  const isComputing = job?.state === "queued" || job?.state === "running";
  return {
    ...round,
    openedBy: names.get(createdBy) ?? createdBy,
    imageCount,
    doneCount,
    people,
    agreement: stored,
    state: isComputing
      ? "computing"
      : agreementOf < doneCount && job?.state === "failed"
        ? "failed"
        : "current",
    compared: compared.toSorted(
      (a, b) => (order.get(a.id) ?? images.length) - (order.get(b.id) ?? images.length),
    ),
    blindCount: drawn.length - compared.length,
  };
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
