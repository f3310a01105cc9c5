import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Config } from "#lib/config.ts";
import { openServices } from "#lib/services/open-context.ts";
import { checkCredentials } from "./check-credentials.ts";
import { createSignInLimit } from "./sign-in-limit.ts";

const SESSION_DAYS = 14;
const limit = createSignInLimit();

interface Token {
  sub?: string;
  sessionVersion?: number;
}

/** The first address is the one the client claims or, without a proxy, the one Next saw. */
function addressOf(headers: Record<string, string> | undefined): string {
  return headers?.["x-forwarded-for"]?.split(",")[0]?.trim() ?? "unknown";
}

/** Sign-in by e-mail address and password; the session is a signed cookie whose revocation `readSession` checks. */
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
          const attempt = { ...credentials, address: addressOf(request.headers) };
          return (await checkCredentials(db, limit, attempt)) ?? null;
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
