import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { canonicalJson } from "#lib/study/canonical-json.ts";
import type { Anchor } from "./event-hash.ts";
import type { StudyEventData, StudyEventKind } from "./study-event.ts";

interface NewStudyEvent<Kind extends StudyEventKind> {
  studyId: string;
  kind: Kind;
  data: StudyEventData<Kind>;
  at: Date;
}

/** The same where only the statement knows them: SQL expressions of type text, `data` as canonical JSON. */
interface EventInSql {
  studyId: Prisma.Sql;
  kind: StudyEventKind;
  data: Prisma.Sql;
  at: Date;
}

/**
 * Appends an event to its study's log in the caller's transaction, so that event and row live or die together. Append
 * last: other transactions of the study wait at its head from here to the commit.
 * @returns the place the log ends at now, or null for a study from before the log, which has none
 */
export async function appendEvent<Kind extends StudyEventKind>(
  tx: Tx,
  { studyId, kind, data, at }: NewStudyEvent<Kind>,
): Promise<Anchor | null> {
  const event = {
    studyId: Prisma.sql`${studyId}::text`,
    kind,
    data: Prisma.sql`${canonicalJson(data)}::text`,
    at,
  };
  const [anchor] = await tx.$queryRaw<Anchor[]>`
    WITH ${appending(event, Prisma.sql`(SELECT true) AS once`)}
    SELECT "sequence", "hash" FROM "head"`;
  return anchor ?? null;
}

/**
 * The same as the last parts of a statement's WITH. The update waits for the transaction before and reads the head
 * again, so numbers and hashes follow on; the text it hashes is the one of hashEvent.
 * @param source what to append after: nothing is appended when it has no row; it must not have more than one
 */
export function appending({ studyId, kind, data, at }: EventInSql, source: Prisma.Sql): Prisma.Sql {
  const time = at.toISOString();
  return Prisma.sql`
    "head" AS (
      UPDATE "StudyEventHead" h
      SET "sequence" = h."sequence" + 1,
          "previousHash" = h."hash",
          "hash" = encode(sha256(convert_to(
            '["' || ${studyId} || '",' || (h."sequence" + 1) || ${`,"${kind}",`}::text || ${data}
            || ${`,"${time}","`}::text || h."hash" || '"]', 'UTF8')), 'hex')
      FROM ${source}
      WHERE h."studyId" = ${studyId}
      RETURNING h."studyId", h."sequence", h."previousHash", h."hash", (${data})::jsonb AS "data"
    ), "event" AS (
      INSERT INTO "StudyEvent" ("studyId", "sequence", "kind", "data", "at", "previousHash", "hash")
      SELECT "studyId", "sequence", ${kind}::"StudyEventKind", "data",
             ${time}::timestamptz AT TIME ZONE 'UTC', "previousHash", "hash"
      FROM "head"
    )`;
}
