import { z } from "zod";
import { EmailAddress } from "#lib/auth/email-address.ts";
import { AppError } from "#lib/errors.ts";
import { signInMail } from "#lib/mail/sign-in-mail.ts";
import type { Ctx } from "../context.ts";
import { keepSignInLink } from "./keep-sign-in-link.ts";

export const MailSignInLink = z.strictObject({ email: EmailAddress });

const VALID_MINUTES = 20;

/**
 * Mails a link to the account of that address, to the address as the account has it; nothing where there is none.
 * Returns the same either way: whoever asks must not learn who has an account.
 * @throws AppError `unavailable` without a mail server, or when it does not take the letter
 */
export async function mailSignInLink(ctx: Ctx, input: z.input<typeof MailSignInLink>): Promise<void> {
  const { email } = MailSignInLink.parse(input);
  const { mailer } = ctx;
  if (!mailer) throw new AppError("unavailable", "No mail server is configured here.");
  const user = await ctx.db.user.findUnique({ where: { email } });
  if (!user) return;
  const path = await ctx.db.$transaction((tx) =>
    keepSignInLink(tx, ctx, { userId: user.id, minutes: VALID_MINUTES, madeById: null, workspaceId: null }),
  );
  await mailer.send(signInMail({ to: user.email, minutes: VALID_MINUTES, path }));
}
