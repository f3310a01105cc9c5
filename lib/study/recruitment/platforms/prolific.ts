import { z } from "zod";
import { ExitCodes, Reward } from "../exit-codes.ts";
import { definePlatform } from "../platform.ts";

const SETTINGS = z.object({
  platform: z.literal("prolific"),
  codes: ExitCodes,
  reward: Reward.nullable().default(null),
  /** Only addresses that Prolific signed let anybody in. */
  signed: z.boolean().default(false),
});

/** Prolific: https://docs.prolific.com. A session is a submission of its API. */
export const prolific = definePlatform({
  id: "prolific",
  name: "Prolific",
  settings: SETTINGS,
  parameters: ({ signed }) => ({
    person: "PROLIFIC_PID",
    session: "SESSION_ID",
    ...(signed && { signed: "prolific_token" }),
  }),
  entryQuery: () => "PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}",
  returnHosts: ["app.prolific.com"],
  returnStep: (_, { code }) => ({
    kind: "redirect",
    href: `https://app.prolific.com/submissions/complete?cc=${encodeURIComponent(code)}`,
  }),
  advice: ({ codes, signed }) => [
    "Study link: the address above, recorded by URL parameters.",
    `Completion code: ${codes.complete}.`,
    `A second code, for people who come when the study is full: ${codes.overQuota}, with the action “request a return”.`,
    ...(codes.screenedOut
      ? [
          `A code for people who do not pass the quiz: ${codes.screenedOut}, with the action “request a return”, or “screen out” where the study pays for it.`,
        ]
      : []),
    ...(codes.failedChecks
      ? [
          `A code for people who fail attention checks: ${codes.failedChecks}, with the action “manually review”.`,
        ]
      : []),
    ...(signed ? ["Turn “secured external URL” on: other addresses are refused here."] : []),
  ],
});
