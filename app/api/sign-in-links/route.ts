import { after } from "next/server";
import { createSignInLimit, LETTERS, sourceOf } from "#lib/auth/sign-in-limit.ts";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { requireSameOrigin } from "#lib/http/same-origin.ts";
import { MailSignInLink, mailSignInLink } from "#lib/services/sign-in-links/mail-sign-in-link.ts";

const limit = createSignInLimit(Date.now, LETTERS);

/** Asks for a letter with a link to sign in. The answer is the same, and as quick, whether there is an account or not. */
export const POST = defineRoute({
  body: MailSignInLink,
  can: "anyone",
  maxBodyBytes: 1024,
  async handler({ ctx, body: { email }, request }) {
    requireSameOrigin(request, readConfig().publicUrl);
    if (!ctx.mailer) {
      throw new AppError(
        "unavailable",
        "This site sends no mail. Ask an owner of your workspace for a link.",
      );
    }
    const source = sourceOf(request.headers.get("x-forwarded-for"));
    if (!limit.take(email, source)) {
      throw new AppError("unavailable", "Too many letters were asked for. Wait 15 minutes, then try again.");
    }
    after(async () => {
      try {
        await mailSignInLink(ctx, { email });
      } catch (error) {
        ctx.log.error({ err: error }, "sign-in link could not be mailed");
      }
    });
    return undefined;
  },
});
