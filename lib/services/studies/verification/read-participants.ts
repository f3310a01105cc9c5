import type { Tx } from "#lib/db/client.ts";

const PAGE = 100;

export type StoredParticipant = Awaited<ReturnType<typeof readPage>>[number];

/** Everybody in a study by index, with their trials in order and the answers; memory does not grow with their number. */
export async function* readParticipants(tx: Tx, studyId: string): AsyncGenerator<StoredParticipant> {
  for (let after: number | undefined; ; ) {
    const page = await readPage(tx, studyId, after);
    yield* page;
    after = page.at(-1)?.index;
    if (page.length < PAGE) return;
  }
}

function readPage(tx: Tx, studyId: string, after: number | undefined) {
  return tx.participant.findMany({
    where: { studyId, ...(after === undefined ? {} : { index: { gt: after } }) },
    orderBy: { index: "asc" },
    take: PAGE,
    select: {
      index: true,
      simulated: true,
      consentVersion: true,
      consentedAt: true,
      state: true,
      trials: {
        orderBy: { position: "asc" },
        select: {
          id: true,
          position: true,
          practice: true,
          stimulusId: true,
          otherStimulusIds: true,
          answer: true,
        },
      },
    },
  });
}
