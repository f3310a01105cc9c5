import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { JoinedReply } from "../replies.ts";

export const POST = defineRoute({
  params: z.object({ key: z.string() }),
  body: z.looseObject({}),
  response: JoinedReply,
  can: "anyone",
  maxBodyBytes: 4096,
  handler: ({ ctx, params, body }) => joinStudy(ctx, { ...body, ...params }),
});
