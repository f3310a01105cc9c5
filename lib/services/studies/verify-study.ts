import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { type Anchor, parseAnchor } from "./event-hash.ts";
import type { BrokenLink } from "./verification/follow-chain.ts";
import { openRecord } from "./verification/open-record.ts";
import type { Problem } from "./verification/problems.ts";

const VerifyStudy = z.object({ studyId: z.string(), anchor: z.string().optional() });

/** A study of a million answers is read in minutes. */
const TIMEOUT_MS = 3_600_000;

export interface Verification {
  study: { id: string; name: string };
  /** Whether everything holds that could be checked. */
  ok: boolean;
  /** Null for a study that was begun before there was a log: nothing can be said of its answers. */
  log: { events: number; head: Anchor | null; brokenLink: BrokenLink | null } | null;
  anchors: number;
  /** SHA-256 of the locked plan; null without one. */
  plan: string | null;
  answers: {
    stored: number;
    /** Those that are what their event says. */
    matching: number;
    /** Events whose answer was erased because its participant withdrew. */
    withdrawn: number;
    notCovered: number;
  };
  /** Participants whose trials were recomputed, and whose are the same. */
  sequences: { recomputed: number; matching: number };
  problemCount: number;
  /** The first hundred. */
  problems: Problem[];
}

/**
 * Checks a study against its event log, as of one moment: follows the chain of hashes; compares the study, its stimuli,
 * participants and answers with what the events say; recomputes everybody's sequence of trials from (seed, index); and
 * looks for the anchors in the audit log.
 * @param input.anchor one that was kept from an export, as "sequence:hash"
 * @throws AppError `not_found`, `invalid` for a text that is no anchor
 */
export async function verifyStudy(ctx: Ctx, input: unknown): Promise<Verification> {
  const { studyId, anchor } = VerifyStudy.parse(input);
  requireCan(ctx, "study:read");
  const kept = anchor === undefined ? undefined : parseAnchor(anchor);
  if (anchor !== undefined && !kept)
    throw new AppError("invalid", "An anchor is a number, a colon and 64 hexadecimal digits.");
  return ctx.db.$transaction(
    async (tx) => {
      const study = await tx.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
      if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
      const record = openRecord(tx, study, kept);
      await readAll(record.events());
      await readAll(record.participants({ simulatedFirst: false }));
      return record.conclude();
    },
    { isolationLevel: "RepeatableRead", timeout: TIMEOUT_MS },
  );
}

async function readAll(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}
