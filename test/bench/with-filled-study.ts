import type { Ctx } from "#lib/services/context.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startTestServer } from "#test/support/database-server.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { fillStudy } from "./fill-study.ts";

const PRACTICE = 3;

interface Filled {
  readonly database: TestDatabase;
  readonly ctx: Ctx;
  readonly studyId: string;
}

/** Does the work on a study of so many ratings, so many a rater, in a database of its own. */
export async function withFilledStudy<Result>(
  { ratings, trials }: { ratings: number; trials: number },
  work: (filled: Filled) => Promise<Result>,
): Promise<Result> {
  const stop = await startTestServer();
  const database = await createTestDatabase();
  try {
    const ctx = await database.ctx("owner");
    const { studyId } = await createOpenStudy(ctx, { images: trials + PRACTICE, trialsPerRater: trials });
    await fillStudy(ctx, studyId, ratings / trials);
    return await work({ database, ctx, studyId });
  } finally {
    await database.close();
    await stop();
  }
}
