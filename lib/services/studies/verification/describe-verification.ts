import { type Anchor, formatAnchor } from "../event-hash.ts";
import type { Verification } from "../verify-study.ts";

/**
 * What was found, a line each.
 * @param upTo where the log that is told of ends, if not at its end; anchors, which may lie after it, are then not counted
 */
export function describeVerification(
  { study, log, ...found }: Verification,
  upTo: Anchor | null = null,
): string[] {
  const { answers, sequences, anchors, plan, problems, problemCount } = found;
  return [
    `${study.name} (${study.id})`,
    ...(log
      ? [
          logLine(log, upTo),
          `answers: ${answers.stored} stored, ${answers.matching} as their events say, ${answers.withdrawn} withdrawn`,
        ]
      : [`begun before the event log: ${answers.notCovered} answers not covered`]),
    `trials: ${sequences.matching} of ${sequences.recomputed} participants as their seed and index say`,
    ...(log && !upTo ? [`anchors: ${anchors} looked for`] : []),
    ...(plan ? [`plan: locked, SHA-256 ${plan}`] : []),
    ...problems.map(({ about, message }) => `${about}: ${message}`),
    ...(problemCount > problems.length ? [`... and ${problemCount - problems.length} more`] : []),
    found.ok ? "Nothing differs in what could be checked." : "This is not the study as it was recorded.",
  ];
}

function logLine(
  { events, head, brokenLink }: NonNullable<Verification["log"]>,
  upTo: Anchor | null,
): string {
  if (brokenLink) {
    const { sequence, differs, message } = brokenLink;
    return `log: ${events} events, broken at ${sequence} (${differs}): ${message}`;
  }
  const end = upTo ?? head;
  return `log: ${upTo ? upTo.sequence + 1 : events} events, unbroken, anchor ${end ? formatAnchor(end) : "none"}`;
}
