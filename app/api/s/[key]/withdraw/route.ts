import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { bearerToken } from "../bearer-token.ts";

export const POST = defineRoute({
  params: z.object({ key: z.string() }),
  can: "anyone",
  handler: ({ ctx, params, request }) => withdraw(ctx, { ...params, token: bearerToken(request) }),
});
