import { z } from "zod";
import { checkCodeAdvice } from "../check-code-advice.ts";
import { ExitCodes, Reward } from "../exit-codes.ts";
import { definePlatform } from "../platform.ts";
import { fillTemplate, returnTemplate } from "../return-template.ts";

const HOSTS = ["connect.cloudresearch.com"];

const SETTINGS = z.object({
  platform: z.literal("connect"),
  codes: ExitCodes,
  reward: Reward.nullable().default(null),
  /** The project's completion redirect; without one the code is typed in. */
  returnTo: returnTemplate(HOSTS).nullable().default(null),
});

/** CloudResearch Connect. */
export const connect = definePlatform({
  id: "connect",
  name: "CloudResearch Connect",
  settings: SETTINGS,
  parameters: () => ({ person: "participantId", session: "assignmentId" }),
  // Connect adds its parameters by itself.
  entryQuery: () => "",
  returnHosts: HOSTS,
  returnStep: ({ returnTo }, { code, session }) =>
    returnTo === null ? null : { kind: "redirect", href: fillTemplate(returnTo, { code, session }) },
  advice: ({ codes, returnTo }) => [
    "Project link: this study’s address; Connect adds participantId, assignmentId and projectId to it.",
    `Completion code: ${codes.complete}.`,
    `People who come when the study is full are shown ${codes.overQuota}: do not approve it as completed.`,
    ...checkCodeAdvice(codes),
    ...(returnTo === null ? ["Completion by code, not by redirect."] : ["Completion by redirect."]),
  ],
});
