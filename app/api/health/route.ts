import { readConfig } from "#lib/config.ts";
import { openServices } from "#lib/services/open-context.ts";

export const dynamic = "force-dynamic";

/** 200 once the database answers, else 503: for process supervisors. Says nothing about what is inside. */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    const { db } = openServices(readConfig());
    await db.$queryRaw`SELECT 1`;
    return Response.json({ status: "ok" }, { headers });
  } catch {
    return Response.json({ status: "unavailable" }, { status: 503, headers });
  }
}
