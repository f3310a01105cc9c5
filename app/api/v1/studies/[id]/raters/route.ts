import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listRaters } from "#lib/services/reports/list-raters.ts";

const Undefined = z.object({ undefined: z.string() });
const Value = z.union([z.object({ value: z.number() }), Undefined]);

const Rater = z.object({
  name: z.string(),
  state: z.enum(["in progress", "completed", "withdrawn", "screened out"]),
  trials: z.int(),
  answered: z.int(),
  medianResponseMs: Value,
  commonestShare: Value,
  agreement: z.union([z.object({ value: z.number(), n: z.int() }), Undefined]),
  leftOut: z.array(z.object({ rule: z.string(), because: z.string() })),
});

/** Raters in the order of joining, fifty at a time: `?after=` and `?before=` take what the page before gave. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({
    raters: z.enum(["people", "simulated"]).default("people"),
    after: z.string().optional(),
    before: z.string().optional(),
  }),
  response: z.object({ rows: z.array(Rater), after: z.string().nullable(), before: z.string().nullable() }),
  can: ["report:read", "study"],
  handler: ({ ctx, params, query }) => listRaters(ctx, { studyId: params.id, ...query }),
});
