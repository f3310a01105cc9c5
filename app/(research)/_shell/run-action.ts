import { redirect } from "next/navigation";
import { ZodError } from "zod";
import { requireCtx } from "#lib/auth/session.ts";
import { AppError } from "#lib/errors.ts";
import { issueWords } from "#lib/issue-words.ts";
import type { Ctx } from "#lib/services/context.ts";
import { type ActionState, NOTHING_SENT } from "./action-state.ts";

/**
 * Runs one verb for a form. What the person can put right comes back as words beside the form; anything else is thrown.
 * @param work returns the address to go to next, if any
 */
export async function runAction(work: (ctx: Ctx) => Promise<string | undefined>): Promise<ActionState> {
  const ctx = await requireCtx();
  let next: string | undefined;
  try {
    next = await work(ctx);
  } catch (error) {
    return explainFailure(error);
  }
  if (next) redirect(next);
  return NOTHING_SENT;
}

/** What a person can put right, in words; anything else is thrown again. */
export function explainFailure(error: unknown): ActionState {
  if (error instanceof AppError) return { error: error.message, fields: {} };
  if (error instanceof ZodError) return explain(error);
  throw error;
}

function explain({ issues }: ZodError): ActionState {
  const said = issues.map((issue) => [issue.path.join("."), capitalised(issueWords(issue))] as const);
  return { error: said[0]?.[1] ?? "Something in the form is not right.", fields: Object.fromEntries(said) };
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
