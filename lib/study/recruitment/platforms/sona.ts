import { z } from "zod";
import { definePlatform } from "../platform.ts";

const SETTINGS = z.object({
  platform: z.literal("sona"),
  /** The department's own site. */
  site: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}\.sona-systems\.com$/, "is a site such as department.sona-systems.com"),
  experimentId: z
    .string()
    .trim()
    .regex(/^\d{1,12}$/, "is a number"),
  creditToken: z
    .string()
    .trim()
    .regex(/^[\w-]{8,128}$/, "has 8 to 128 letters and digits"),
  /** Who tells SONA: the participant's browser on its way back, or this site, which keeps the token to itself. */
  credit: z.enum(["browser", "server"]).default("server"),
});
export type SonaSettings = z.infer<typeof SETTINGS>;

/** The query by which SONA credits one sign-up, for the browser's page and for the API alike. */
export function sonaCreditQuery(
  { experimentId, creditToken }: SonaSettings,
  surveyCode: string,
): URLSearchParams {
  return new URLSearchParams({
    experiment_id: experimentId,
    credit_token: creditToken,
    survey_code: surveyCode,
  });
}

/** SONA Systems: a survey code is one person's sign-up to one study, so it is person and session at once. */
export const sona = definePlatform({
  id: "sona",
  name: "SONA",
  settings: SETTINGS,
  parameters: () => ({ person: "survey_code", session: "survey_code" }),
  entryQuery: () => "survey_code=%SURVEY_CODE%",
  returnHosts: [],
  returnStep: (settings, { session }) =>
    settings.credit === "browser" && session !== null
      ? {
          kind: "redirect",
          href: `https://${settings.site}/webstudy_credit.aspx?${sonaCreditQuery(settings, session)}`,
        }
      : null,
  advice: ({ credit }) => [
    "Study type: online external study. Study URL: the address above, %SURVEY_CODE% as it stands.",
    credit === "server"
      ? "Credit is granted by this site as soon as every answer is stored."
      : "Credit is granted when people follow the button on the last page.",
  ],
});
