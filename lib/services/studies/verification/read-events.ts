import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { readRows } from "#lib/db/read-rows.ts";
import type { StudyEventKind } from "../study-event.ts";
import type { StoredEvent } from "./follow-chain.ts";

const PAGE = 2000;

/** A study's events in order, a page at a time. */
export async function* readEvents(
  tx: Tx,
  studyId: string,
): AsyncGenerator<StoredEvent & { kind: StudyEventKind }> {
  const query = Prisma.sql`
    SELECT "studyId", "sequence", "kind"::text AS "kind", "data", "at", "previousHash", "hash"
    FROM "StudyEvent" WHERE "studyId" = ${studyId} ORDER BY "sequence"`;
  for await (const page of readRows<StoredEvent & { kind: StudyEventKind }>(tx, query, PAGE)) yield* page;
}
