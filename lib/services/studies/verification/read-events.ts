import type { Tx } from "#lib/db/client.ts";
import type { StudyEventKind } from "../study-event.ts";
import type { StoredEvent } from "./follow-chain.ts";

const PAGE = 2000;

/** A study's events in order, a page at a time. */
export async function* readEvents(
  tx: Tx,
  studyId: string,
): AsyncGenerator<StoredEvent & { kind: StudyEventKind }> {
  for (let after: number | undefined; ; ) {
    const page = await tx.studyEvent.findMany({
      where: { studyId, ...(after === undefined ? {} : { sequence: { gt: after } }) },
      orderBy: { sequence: "asc" },
      take: PAGE,
    });
    yield* page;
    after = page.at(-1)?.sequence;
    if (page.length < PAGE) return;
  }
}
