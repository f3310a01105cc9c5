import NextAuth from "next-auth";
import { authOptions } from "#lib/auth/options.ts";
import { readConfig } from "#lib/config.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  const config = readConfig();
  // next-auth takes its own address from the environment only.
  process.env.NEXTAUTH_URL ??= config.publicUrl;
  return NextAuth(request as never, context as never, authOptions(config));
}

export { handle as GET, handle as POST };
