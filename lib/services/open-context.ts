import type { Logger } from "pino";
import type { Config } from "#lib/config.ts";
import { type Db, openDb } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { openMailer } from "#lib/mail/mailer.ts";
import { createLogger } from "#lib/observability/logger.ts";
import { openLocalFolder } from "#lib/storage/local-folder.ts";
import type { Storage } from "#lib/storage/storage.ts";
import type { Actor, Ctx } from "./context.ts";

/** What a process opens once and every context shares. */
export interface Services {
  databaseUrl: string;
  db: Db;
  storage: Storage;
  log: Logger;
}

type Registry = Map<string, Services>;
const REGISTRY = Symbol.for("whynot.services");

/** On globalThis because a site's bundles each have their own copy of this module, but one pool is enough. */
function registry(): Registry {
  const host = globalThis as { [REGISTRY]?: Registry };
  host[REGISTRY] ??= new Map();
  return host[REGISTRY];
}

function open({ databaseUrl, filesFolder, logLevel }: Config): Services {
  if (!databaseUrl) {
    throw new AppError(
      "unavailable",
      "No database. Start everything with `bin/whynot up`, or set DATABASE_URL.",
    );
  }
  return {
    databaseUrl,
    db: openDb(databaseUrl),
    storage: openLocalFolder(filesFolder),
    log: createLogger(logLevel, "whynot"),
  };
}

/** @throws AppError `unavailable` when no database is configured */
export function openServices(config: Config): Services {
  const key = `${config.databaseUrl}\n${config.home}`;
  const services = registry().get(key) ?? open(config);
  registry().set(key, services);
  return services;
}

/** Ends every pool of this process. */
export async function closeServices(): Promise<void> {
  const all = [...registry().values()];
  registry().clear();
  await Promise.all(all.map(({ db }) => db.$disconnect()));
}

type Asker = Exclude<Actor, { kind: "user" }> | { kind: "user"; userId: string };

/** The role is read at every request, so that taking it away works at once. */
async function withRole(db: Db, asker: Asker, workspaceId: string): Promise<Actor> {
  if (asker.kind !== "user") return asker;
  const { userId } = asker;
  const membership = await db.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
  });
  if (!membership) throw new AppError("forbidden", "You are not a member of this workspace.");
  return { kind: "user", userId, role: membership.role };
}

/**
 * @param asker for a person without the role, which is looked up
 * @throws AppError `forbidden` when the person is no member of the workspace, `unavailable` without a database
 */
export async function openContext(
  config: Config,
  { actor, workspaceId }: { actor: Asker; workspaceId: string },
): Promise<Ctx> {
  const { db, storage, log } = openServices(config);
  return {
    actor: await withRole(db, actor, workspaceId),
    workspaceId,
    db,
    storage,
    clock: () => new Date(),
    log,
    costLimit: config.costLimit,
    mailer: config.mail && openMailer(config.mail),
    imports: config.imports,
    crowd: config.crowd,
  };
}
