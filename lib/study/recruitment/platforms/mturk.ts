import { z } from "zod";
import { checkCodeAdvice } from "../check-code-advice.ts";
import { ExitCodes, Reward } from "../exit-codes.ts";
import { definePlatform } from "../platform.ts";

/** The production site and the sandbox. */
export const MTURK_HOSTS = ["www.mturk.com", "workersandbox.mturk.com"] as const;

const SETTINGS = z.object({
  platform: z.literal("mturk"),
  codes: ExitCodes,
  reward: Reward.nullable().default(null),
});

/**
 * Amazon Mechanical Turk, as an ExternalQuestion: the study stands in a frame of MTurk's page and ends with a form that
 * the worker submits there. While a worker only looks at the task, its assignment has no id.
 */
export const mturk = definePlatform({
  id: "mturk",
  name: "Mechanical Turk",
  settings: SETTINGS,
  parameters: () => ({ person: "workerId", session: "assignmentId", returnTo: "turkSubmitTo" }),
  // MTurk adds its parameters by itself.
  entryQuery: () => "",
  previewSession: "ASSIGNMENT_ID_NOT_AVAILABLE",
  returnHosts: MTURK_HOSTS,
  returnStep: (_, { code, session, returnHost }) =>
    session === null || returnHost === null
      ? null
      : {
          kind: "form",
          action: `https://${returnHost}/mturk/externalSubmit`,
          fields: { assignmentId: session, completionCode: code },
        },
  advice: ({ codes }) => [
    "ExternalURL of the ExternalQuestion: the address above. MTurk adds assignmentId, hitId, workerId and turkSubmitTo.",
    `What workers submit holds completionCode: ${codes.complete} from those who complete, ${codes.overQuota} from those who come when the study is full.`,
    ...checkCodeAdvice(codes),
    "Frame height: 0, which fills the window. The site has to be reached by https.",
  ],
});
