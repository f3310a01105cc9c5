import type { ExitCodes } from "./exit-codes.ts";

/** What to know of the codes for who does not pass a study's checks, a sentence each; none for a study without them. */
export function checkCodeAdvice({ screenedOut, failedChecks }: ExitCodes): string[] {
  return [
    ...(screenedOut
      ? [`People who do not pass the quiz are shown ${screenedOut}: they answered nothing else.`]
      : []),
    ...(failedChecks
      ? [
          `People who answered everything but failed attention checks are shown ${failedChecks}: review them by hand.`,
        ]
      : []),
  ];
}
