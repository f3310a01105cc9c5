import { startSite, waitForSite } from "#cli/processes/site.ts";
import { hashPassword } from "#lib/auth/password.ts";
import { readConfig } from "#lib/config.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import type { Role } from "#lib/db/generated/client.ts";
import { build } from "#scripts/build.mjs";
import { idOf } from "./asking.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** Fetches from the site as one visitor, redirects not followed. */
export type Visitor = (path: string, init?: RequestInit) => Promise<Response>;

export interface TestSite {
  url: string;
  database: TestDatabase;
  /** What the site has written to its log. */
  logFile: string;
  anonymous: Visitor;
  /** A new person of this role, signed in through the site's own form. */
  signedIn(role: Role, workspaceSlug?: string): Promise<Visitor & { userId: string; email: string }>;
  /** Signs in and returns the visitor, or undefined when the site refuses. */
  signIn(email: string, password: string): Promise<Visitor | undefined>;
  close(): Promise<void>;
}

export const PASSWORD = "a long enough phrase 7";

/** A cookie jar for one origin. */
function openVisitor(url: string): Visitor {
  const jar = new Map<string, string>();
  return async (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(new URL(path, url), { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
}

async function signInAs(url: string, email: string, password: string): Promise<Visitor | undefined> {
  const visit = openVisitor(url);
  const { csrfToken } = (await (await visit("/api/auth/csrf")).json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  await visit("/api/auth/callback/credentials", { method: "POST", body });
  const session = (await (await visit("/api/auth/session")).json()) as { user?: unknown };
  return session.user ? visit : undefined;
}

/** The built site, as `whynot up` runs it, on a database of its own. */
export async function startTestSite(firstPort = 4_550): Promise<TestSite> {
  await build();
  const database = await createTestDatabase();
  const port = String(await findFreePort(firstPort));
  const config = readConfig({ DATABASE_URL: database.url, WHYNOT_HOME: database.home, PORT: port });
  const site = await startSite(config);
  await waitForSite(site, config);
  const passwordHash = await hashPassword(PASSWORD);
  const signIn: TestSite["signIn"] = (email, password) => signInAs(config.publicUrl, email, password);
  return {
    url: config.publicUrl,
    database,
    logFile: site.logFile,
    anonymous: openVisitor(config.publicUrl),
    signIn,
    async signedIn(role, workspaceSlug) {
      const userId = idOf(await database.ctx(role, workspaceSlug));
      const { email } = await database.db.user.update({ where: { id: userId }, data: { passwordHash } });
      const visitor = await signIn(email, PASSWORD);
      if (!visitor) throw new Error(`${role} could not sign in`);
      return Object.assign(visitor, { userId, email });
    },
    async close() {
      await site.stop();
      await database.close();
    },
  };
}
