import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Config } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import { toAppError } from "#lib/http/error-response.ts";
import { createLogger } from "#lib/observability/logger.ts";
import { openContext, openServices } from "#lib/services/open-context.ts";
import { redeemSignInLink } from "#lib/services/sign-in-links/redeem-sign-in-link.ts";
import { checkCredentials } from "./check-credentials.ts";
import { createSignInLimit, sourceOf } from "./sign-in-limit.ts";

const SESSION_DAYS = 14;
const limit = createSignInLimit();

interface Token {
  sub?: string;
  sessionVersion?: number;
}

/** next-auth tells whoever asks the message of what was thrown: here it becomes one that is meant for them. */
async function inWords<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const known = toAppError(error);
    if (known) throw known;
    createLogger("info", "whynot").error({ err: error }, "sign-in failed");
    throw new AppError("unavailable", "Something went wrong here. Try again in a moment.");
  }
}

/** Sign-in by e-mail address and password, or by a link that works once; the session is a signed cookie whose revocation `readSession` checks. */
export function authOptions(config: Config): NextAuthOptions {
  return {
    secret: config.secret(),
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
    pages: { signIn: "/signin", error: "/signin" },
    providers: [
      CredentialsProvider({
        name: "Password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          if (!credentials?.email || !credentials.password) return null;
          const { db } = openServices(config);
          const attempt = { ...credentials, address: sourceOf(request.headers?.["x-forwarded-for"]) };
          return (await inWords(checkCredentials(db, limit, attempt))) ?? null;
        },
      }),
      CredentialsProvider({
        id: "link",
        name: "Link",
        credentials: { token: { type: "text" }, password: { type: "password" } },
        async authorize(credentials) {
          if (!credentials?.token) return null;
          const ctx = await openContext(config, { actor: { kind: "anonymous" }, workspaceId: "" });
          const { token, password } = credentials;
          return inWords(redeemSignInLink(ctx, { token, ...(password ? { password } : {}) }));
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (!user) return token;
        const { sessionVersion } = user as { sessionVersion?: number };
        return { sub: user.id, name: user.name, email: user.email, sessionVersion };
      },
      async session({ session, token }) {
        const { sub, sessionVersion } = token as Token;
        const { db } = openServices(config);
        const user = sub ? await db.user.findUnique({ where: { id: sub } }) : null;
        if (user && user.sessionVersion === sessionVersion) return session;
        return { expires: new Date(0).toISOString() };
      },
    },
  };
}
