import { z } from "zod";
import type { ReturnStep } from "../participant-protocol.ts";
import type { ArrivalParameters, CrowdPlatform, Leaving } from "./platform.ts";
import { connect } from "./platforms/connect.ts";
import { generic } from "./platforms/generic.ts";
import { mturk } from "./platforms/mturk.ts";
import { prolific } from "./platforms/prolific.ts";
import { sona } from "./platforms/sona.ts";

/** How people come to a study that is on a crowd platform: the platform and what it needs to be told. */
export const Recruitment = z.discriminatedUnion("platform", [
  prolific.settings,
  connect.settings,
  sona.settings,
  mturk.settings,
  generic.settings,
]);
export type Recruitment = z.infer<typeof Recruitment>;
export type PlatformId = Recruitment["platform"];

const PLATFORMS = { prolific, connect, sona, mturk, generic } as const;

/** A recruitment together with its platform: the one place that pairs them. */
export interface RecruitmentView {
  readonly name: string;
  readonly parameters: ArrivalParameters;
  readonly entryQuery: string;
  readonly previewSession: string | null;
  readonly returnHosts: readonly string[];
  readonly advice: readonly string[];
  returnStep(leaving: Leaving): ReturnStep | null;
}

/** What the platform's conventions come to for these settings. */
export function viewRecruitment(recruitment: Recruitment): RecruitmentView {
  const platform = PLATFORMS[recruitment.platform] as unknown as CrowdPlatform<z.ZodType<Recruitment>>;
  return {
    name: platform.nameFor?.(recruitment) ?? platform.name,
    parameters: platform.parameters(recruitment),
    entryQuery: platform.entryQuery(recruitment),
    previewSession: platform.previewSession ?? null,
    returnHosts: platform.returnHosts,
    advice: platform.advice(recruitment),
    returnStep: (leaving) => platform.returnStep(recruitment, leaving),
  };
}

/** The names of all parameters that an arrival's address may hold. */
export function arrivalNames({ parameters }: RecruitmentView): string[] {
  const { person, session, returnTo, signed } = parameters;
  const names = signed ? [signed] : [person, session, returnTo];
  return [...new Set(names)].filter((name): name is string => typeof name === "string");
}

/** Every platform's id and name, in the order in which they are offered. */
export const PLATFORM_NAMES: readonly { id: PlatformId; name: string }[] = Object.values(PLATFORMS).map(
  ({ id, name }) => ({ id: id as PlatformId, name }),
);
