import { connect, createServer, type Socket } from "node:net";
import { startSite, waitForSite } from "#cli/processes/site.ts";
import { readConfig } from "#lib/config.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import type { Ctx } from "#lib/services/context.ts";
import { build } from "#scripts/build.mjs";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export interface ParticipantSite {
  url: string;
  database: TestDatabase;
  ctx: Ctx;
  /** Takes the database away from the site (tests still reach it) until the returned function is called. */
  cutDatabase(): () => void;
  close(): Promise<void>;
}

/** The built site on a database of its own, reached through a line that can be cut. */
export async function startParticipantSite(firstPort: number): Promise<ParticipantSite> {
  await build();
  const database = await createTestDatabase();
  const ctx = await database.ctx("owner");
  const line = await openLine(new URL(database.url), await findFreePort(firstPort));
  const throughLine = new URL(database.url);
  throughLine.hostname = "127.0.0.1";
  throughLine.port = String(line.port);
  const config = readConfig({
    DATABASE_URL: throughLine.href,
    WHYNOT_HOME: database.home,
    PORT: String(await findFreePort(line.port + 1)),
  });
  const site = await startSite(config);
  await waitForSite(site, config);
  return {
    url: config.publicUrl,
    database,
    ctx,
    cutDatabase: line.cut,
    async close() {
      await site.stop();
      await line.close();
      await database.close();
    },
  };
}

/** A TCP relay to the database. */
async function openLine(target: URL, port: number) {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const hangUp = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    cut() {
      isCut = true;
      hangUp();
      return () => {
        isCut = false;
      };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        hangUp();
      }),
  };
}
