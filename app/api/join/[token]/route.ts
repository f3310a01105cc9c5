import { cookies } from "next/headers";
import { z } from "zod";
import { readPerson } from "#lib/auth/read-session.ts";
import { createSignInLimit, sourceOf } from "#lib/auth/sign-in-limit.ts";
import { workspaceCookie } from "#lib/auth/workspace-cookie.ts";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { readCookies } from "#lib/http/read-cookies.ts";
import { requireSameOrigin } from "#lib/http/same-origin.ts";
import { AcceptInvitation, acceptInvitation } from "#lib/services/invitations/accept-invitation.ts";

const Body = AcceptInvitation.omit({ token: true });

/** Whoever holds one link must not find out with it who has an account. */
const limit = createSignInLimit();

/** Joins a workspace: the person signed in, or with `account` someone new. */
export const POST = defineRoute({
  params: z.object({ token: z.string() }),
  body: Body,
  response: z.object({ workspaceId: z.string(), role: z.string() }),
  can: "anyone",
  maxBodyBytes: 4096,
  async handler({ ctx, params: { token }, body, request }) {
    const config = readConfig();
    requireSameOrigin(request, config.publicUrl);
    const signedInAs = body.account ? undefined : (await readPerson(config, readCookies(request))).userId;
    const source = sourceOf(request.headers.get("x-forwarded-for"));
    if (!limit.take(token, source)) {
      throw new AppError("unavailable", "Too many attempts. Wait 15 minutes, then try again.");
    }
    const joined = await acceptInvitation(ctx, { token, ...body }, signedInAs);
    limit.succeed(token, source);
    (await cookies()).set(workspaceCookie(config, joined.workspaceId));
    return joined;
  },
});
