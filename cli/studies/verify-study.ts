import { formatAnchor } from "#lib/services/studies/event-hash.ts";
import { type Verification, verifyStudy } from "#lib/services/studies/verify-study.ts";
import { withCliContext } from "../open-cli-context.ts";
import { findStudyId } from "./find-study.ts";

export interface VerifyCommand {
  anchor?: string;
  workspace?: string;
  json?: boolean;
}

/** Says what holds and what does not; status 1 where something does not. */
export async function runVerify(name: string, { anchor, workspace, json }: VerifyCommand): Promise<void> {
  const found = await withCliContext(workspace, async (ctx) =>
    verifyStudy(ctx, { studyId: await findStudyId(ctx, name), anchor }),
  );
  process.stdout.write(`${json ? JSON.stringify(found) : describeVerification(found)}\n`);
  if (!found.ok) process.exitCode = 1;
}

function describeVerification({ study, log, ...found }: Verification): string {
  const { answers, sequences, anchors, plan, problems, problemCount } = found;
  const lines = [
    `${study.name} (${study.id})`,
    ...(log ? logLines(log) : [`begun before the event log: ${answers.notCovered} answers not covered`]),
    ...(log
      ? [
          `answers: ${answers.stored} stored, ${answers.matching} as their events say, ${answers.withdrawn} withdrawn`,
        ]
      : []),
    `trials: ${sequences.matching} of ${sequences.recomputed} participants as their seed and index say`,
    ...(log ? [`anchors: ${anchors} looked for`] : []),
    ...(plan ? [`plan: locked, SHA-256 ${plan}`] : []),
    ...problems.map(({ about, message }) => `${about}: ${message}`),
    ...(problemCount > problems.length ? [`... and ${problemCount - problems.length} more`] : []),
    found.ok ? "Nothing differs in what could be checked." : "This is not the study as it was recorded.",
  ];
  return lines.join("\n");
}

function logLines({ events, head, brokenLink }: NonNullable<Verification["log"]>): string[] {
  if (!brokenLink) return [`log: ${events} events, unbroken, anchor ${head ? formatAnchor(head) : "none"}`];
  const { sequence, differs, message } = brokenLink;
  return [`log: ${events} events, broken at ${sequence} (${differs}): ${message}`];
}
