import type { Ctx } from "../context.ts";

/** What the participant's verbs need: nobody is signed in, the bearer token says whose place in which study it is. */
export type ParticipantCtx = Pick<Ctx, "db" | "storage" | "clock" | "log" | "crowd">;
