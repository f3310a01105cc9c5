import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { type Person, readPerson, readSession } from "./read-session.ts";

const contextOfRequest = cache(async () => readSession(readConfig(), (await cookies()).getAll()));

/** For server components and actions: the context of the person signed in, or off to where they can get one. */
export async function requireCtx(): Promise<Ctx> {
  try {
    return await contextOfRequest();
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") redirect("/signin");
    if (error instanceof AppError && error.code === "forbidden") redirect("/no-workspace");
    throw error;
  }
}

/** Who is signed in, for pages that need no workspace; undefined for someone who is not. */
export async function findPerson(): Promise<Person | undefined> {
  try {
    return await readPerson(readConfig(), (await cookies()).getAll());
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") return undefined;
    throw error;
  }
}
