import { can } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { countVersion, VersionCounts } from "./count-version.ts";
import type { VersionSummary } from "./list-versions.ts";
import { requireVersion } from "./require-version.ts";
import { usesOfVersions } from "./version-uses.ts";

export interface VersionDetail extends VersionSummary {
  datasetId: string;
  /** A person's name; empty when it was not a person. */
  frozenBy: string;
  counts: VersionCounts;
  /** Number of the version before it that is still there. */
  earlier: number | null;
}

/** One frozen version with its counts and where it is used. @throws AppError `not_found` */
export async function getVersion(ctx: Ctx, datasetId: string, number: number): Promise<VersionDetail> {
  const version = await requireVersion(ctx, datasetId, number);
  const [uses, counts, frozenBy, earlier] = await Promise.all([
    can(ctx.actor, "run:read") ? usesOfVersions(ctx.db, [version.id]) : null,
    version.counts ? VersionCounts.parse(version.counts) : countVersion(ctx.db, version.id),
    nameOf(ctx, version.frozenBy),
    ctx.db.datasetVersion.findFirst({
      where: { datasetId, number: { lt: number } },
      orderBy: { number: "desc" },
      select: { number: true },
    }),
  ]);
  return {
    ...version,
    frozenBy,
    counts,
    earlier: earlier?.number ?? null,
    uses: uses?.get(version.id) ?? null,
  };
}

async function nameOf(ctx: Ctx, actor: string): Promise<string> {
  if (!actor.startsWith("user:")) return "";
  const user = await ctx.db.user.findUnique({ where: { id: actor.slice(5) }, select: { name: true } });
  return user?.name ?? "";
}
