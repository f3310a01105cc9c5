import { z } from "zod";
import { checkCodeAdvice } from "../check-code-advice.ts";
import { ExitCodes, Reward } from "../exit-codes.ts";
import { definePlatform } from "../platform.ts";
import { fillTemplate, returnTemplate } from "../return-template.ts";

const ParameterName = z
  .string()
  .trim()
  .regex(/^[A-Za-z][\w-]{0,39}$/, "is a name of letters, digits, - or _");

const SETTINGS = z.object({
  platform: z.literal("generic"),
  codes: ExitCodes,
  reward: Reward.nullable().default(null),
  /** As its participants know it. */
  name: z.string().trim().min(1, "is wanted, for participants to read").max(60),
  personParameter: ParameterName,
  /** Kept as it arrives, unlike the person; it may be the same parameter where the panel wants it back. */
  sessionParameter: ParameterName.nullable().default(null),
  /** Where people return to; without it the code is typed in. */
  returnTo: returnTemplate(null).nullable().default(null),
});

/** Any other platform that passes people on by an address: Besample, Cint, User Interviews and their like. */
export const generic = definePlatform({
  id: "generic",
  name: "Another platform",
  nameFor: ({ name }) => name,
  settings: SETTINGS,
  parameters: ({ personParameter, sessionParameter }) => ({
    person: personParameter,
    session: sessionParameter,
  }),
  entryQuery: ({ personParameter, sessionParameter }) =>
    [...new Set([personParameter, sessionParameter])]
      .filter((name) => name !== null)
      .map((name) => `${name}=`)
      .join("&"),
  returnHosts: [],
  returnStep: ({ returnTo }, { code, session }) =>
    returnTo === null ? null : { kind: "redirect", href: fillTemplate(returnTo, { code, session }) },
  advice: ({ codes, returnTo }) => [
    "Study link: the address above, with the platform’s own placeholder behind each =.",
    `Completion code: ${codes.complete}; when the study is full: ${codes.overQuota}.`,
    ...checkCodeAdvice(codes),
    ...(returnTo === null
      ? []
      : ["People return by the button on the last page, to the address declared here."]),
  ],
});
