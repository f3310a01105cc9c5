import { type Config, readConfig } from "#lib/config.ts";
import { requireDatabaseUrl } from "#lib/db/require-database.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { closeServices, openContext, openServices } from "#lib/services/open-context.ts";

/** The environment's configuration, with the address of the database that is running. */
export async function requireRunningConfig(): Promise<Config> {
  const config = readConfig();
  return { ...config, databaseUrl: await requireDatabaseUrl(config) };
}

async function findWorkspaceId(config: Config, slug: string | undefined): Promise<string> {
  const { db } = openServices(config);
  const workspaces = await db.workspace.findMany({ orderBy: { createdAt: "asc" } });
  const found = slug === undefined ? workspaces : workspaces.filter((one) => one.slug === slug);
  if (found.length === 1) return found[0].id;
  const known = workspaces.map((one) => one.slug).join(", ");
  if (known === "") throw new AppError("not_found", "There is no workspace yet: start the site once.");
  const fault = slug === undefined ? "There are several workspaces" : `There is no workspace "${slug}"`;
  throw new AppError("invalid", `${fault}: give --workspace with one of ${known}.`);
}

/** Lends a command the context of whoever owns this machine, without a workspace, and closes it afterwards. */
export async function withSystemContext<T>(work: (ctx: Ctx, config: Config) => Promise<T>): Promise<T> {
  const config = await requireRunningConfig();
  try {
    return await work(await openContext(config, { actor: { kind: "system" }, workspaceId: "" }), config);
  } finally {
    await closeServices();
  }
}

/**
 * The same in a workspace.
 * @param slug may be left out when there is only one workspace
 */
export function withCliContext<T>(slug: string | undefined, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return withSystemContext(async (ctx, config) =>
    work({ ...ctx, workspaceId: await findWorkspaceId(config, slug) }),
  );
}
