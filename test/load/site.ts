import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSite, waitForSite } from "#cli/processes/site.ts";
import { readConfig } from "#lib/config.ts";
import { openDb } from "#lib/db/client.ts";
import { startEmbeddedDatabase } from "#lib/db/embedded.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import { newId } from "#lib/db/id.ts";
import { migrate } from "#lib/db/migrate.ts";
import { createLogger } from "#lib/observability/logger.ts";
import { openLocalFolder } from "#lib/storage/local-folder.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { build } from "#scripts/build.mjs";
import { createOpenStudy } from "#test/support/open-study.ts";

/** Trials a rater can do in that time, at one a second and a half, with some to spare. */
const TRIALS_PER_SECOND = 0.7;

/** The built site on a database that writes durably (fsync on), with one open study. */
export async function prepareLoadSite(seconds: number) {
  await build();
  const home = await mkdtemp(path.join(tmpdir(), "whynot-load-"));
  await chmod(home, 0o755);
  const server = await startEmbeddedDatabase({ home, port: await findFreePort(4760) });
  await migrate(server.url);
  const db = openDb(server.url);
  const config = readConfig({
    DATABASE_URL: server.url,
    WHYNOT_HOME: home,
    PORT: String(await findFreePort(4780)),
  });
  const workspaceId = newId();
  await db.workspace.create({ data: { id: workspaceId, slug: "load", name: "Load" } });
  const ctx = {
    actor: { kind: "system" as const },
    workspaceId,
    db,
    storage: openLocalFolder(config.filesFolder),
    clock: () => new Date(),
    log: createLogger("silent", "load"),
  };
  const images = Math.max(20, Math.ceil(seconds * TRIALS_PER_SECOND));
  const { key, studyId } = await createOpenStudy(ctx, { images: images + 3, trialsPerRater: images });
  const site = await startSite(config);
  await waitForSite(site, config);
  return {
    url: config.publicUrl,
    key,
    consentVersion: CONSENT_VERSION,
    /** Looks for every accepted answer, and for rows and counts that should not be. */
    async compare(accepted: ReadonlyMap<string, number>) {
      const rows = await db.answer.findMany({ where: { trial: { participant: { studyId } } } });
      const byTrial = new Map(rows.map((row) => [row.trialId, row.value]));
      const lost = [...accepted].filter(([trialId, value]) => byTrial.get(trialId) !== value).length;
      const counted = await db.participant.aggregate({ where: { studyId }, _sum: { answerCount: true } });
      const rated = await db.answer.count({
        where: { trial: { practice: false, participant: { studyId } } },
      });
      return {
        lost,
        doubled: rows.length - byTrial.size + ((counted._sum.answerCount ?? 0) - rated),
        stored: rows.length,
      };
    },
    async close() {
      await site.stop();
      await db.$disconnect();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
