import { defineHandler } from "#lib/jobs/define-handler.ts";
import { demoOpen } from "#lib/jobs/definitions/demo-open.ts";
import { fillDemo } from "#prisma/seed/fill-demo.ts";

/** Data, run and study of the demo workspace. */
export const openDemoWorkspace = defineHandler(
  demoOpen,
  ({ ctx, payload: { folder, studyKey }, job: { progress, signal } }) =>
    fillDemo(ctx, { folder, studyKey, signal, progress }),
);
