import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readConfig } from "#lib/config.ts";
import { type Db, openDb } from "#lib/db/client.ts";
import { createDatabase, dropDatabase } from "#lib/db/create-database.ts";
import type { Role } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { createLogger } from "#lib/observability/logger.ts";
import type { Ctx } from "#lib/services/context.ts";
import { openLocalFolder } from "#lib/storage/local-folder.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { templateUrl } from "./database-server.ts";

export interface TestDatabase {
  url: string;
  db: Db;
  storage: Storage;
  /** WHYNOT_HOME of this test, removed by `close`. */
  home: string;
  /** A new person with this role in the workspace of that slug, which is created when first named. */
  ctx(role?: Role, workspaceSlug?: string): Promise<Ctx>;
  close(): Promise<void>;
}

async function addMember(db: Db, role: Role, slug: string): Promise<{ workspaceId: string; userId: string }> {
  const workspace = await db.workspace.upsert({
    where: { slug },
    create: { id: newId(), slug, name: slug },
    update: {},
  });
  const userId = newId();
  await db.user.create({
    data: {
      id: userId,
      email: `${role}-${userId}@example.org`,
      name: `A ${role}`,
      passwordHash: "no password fits",
      memberships: { create: { workspaceId: workspace.id, role } },
    },
  });
  return { workspaceId: workspace.id, userId };
}

/** An empty, migrated database and file store of its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(templateUrl());
  const url = new URL(template);
  url.pathname = `/test_${newId().replaceAll("-", "")}`;
  await createDatabase(url.href, template.pathname.slice(1));
  const home = await mkdtemp(path.join(tmpdir(), "whynot-home-"));
  const storage = openLocalFolder(path.join(home, "files"));
  const db = openDb(url.href, { maxConnections: 5 });
  return {
    url: url.href,
    db,
    storage,
    home,
    async ctx(role = "owner", workspaceSlug = "lab") {
      const { workspaceId, userId } = await addMember(db, role, workspaceSlug);
      const log = createLogger("silent", "test");
      return {
        actor: { kind: "user", userId, role },
        workspaceId,
        db,
        storage,
        clock: () => new Date(),
        log,
        imports: { ...readConfig({ WHYNOT_HOME: home }).imports, maxBytes: 50_000_000 },
      };
    },
    async close() {
      await db.$disconnect();
      await dropDatabase(url.href);
      await rm(home, { recursive: true, force: true });
    },
  };
}
