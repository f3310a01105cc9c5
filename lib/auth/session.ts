import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { readSession } from "./read-session.ts";

const contextOfRequest = cache(async () => readSession(readConfig(), (await cookies()).getAll()));

/** For server components and actions: the context of the person signed in, or off to /signin. */
export async function requireCtx(): Promise<Ctx> {
  try {
    return await contextOfRequest();
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") redirect("/signin");
    throw error;
  }
}
