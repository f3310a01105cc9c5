import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { exportAnswers } from "#lib/services/reports/export-answers.ts";
import { formatAnchor } from "#lib/services/studies/event-hash.ts";

/**
 * The ratings as CSV, streamed: people's, or with `?raters=simulated` the simulated ones; never both in one file. The
 * header `study-log-anchor` is where the study's event log ended: `bin/whynot study verify --anchor` looks for it.
 */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({ raters: z.enum(["people", "simulated"]).default("people") }),
  can: ["report:export", "study"],
  handler: async ({ ctx, params, query }) => {
    const { fileName, anchor, chunks } = await exportAnswers(ctx, {
      studyId: params.id,
      raters: query.raters,
    });
    return new Response(toStream(chunks), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
        ...(anchor && { "study-log-anchor": formatAnchor(anchor) }),
      },
    });
  },
});

/** Pulls a page from the database only when the reader has room for it. */
function toStream(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
