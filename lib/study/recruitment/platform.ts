import type { z } from "zod";
import type { ReturnStep } from "../participant-protocol.ts";

/** Names of the parameters of an arrival's address. */
export interface ArrivalParameters {
  /** Whose value is the person: the same for the same person, on any device. */
  readonly person: string;
  /** Whose value is this one participation, as the platform's own pages and API name it; null where there is none. */
  readonly session: string | null;
  /** Whose value says where to return to; only what `returnHosts` lists is ever taken from it. */
  readonly returnTo?: string;
  /** The one parameter that holds the others, signed. */
  readonly signed?: string;
}

/** How somebody leaves: what the study and their own arrival say. */
export interface Leaving {
  readonly code: string;
  readonly session: string | null;
  /** A host of `returnHosts`. */
  readonly returnHost: string | null;
}

/** A place where people are recruited: everything its conventions say, declared once. */
export interface CrowdPlatform<Schema extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly name: string;
  /** What its participants know it by, where the study says that. */
  nameFor?(settings: z.output<Schema>): string;
  /** What a study declares of its recruitment there. */
  readonly settings: Schema;
  parameters(settings: z.output<Schema>): ArrivalParameters;
  /** The query to paste behind the study's address, with the platform's own placeholders. */
  entryQuery(settings: z.output<Schema>): string;
  /** The value of the session's parameter while somebody only looks at the task: nothing is stored then. */
  readonly previewSession?: string;
  /** Hosts that an arrival may ask to be returned to. */
  readonly returnHosts: readonly string[];
  /** The way back, beside the code; null where the code is typed in. */
  returnStep(settings: z.output<Schema>, leaving: Leaving): ReturnStep | null;
  /** What to set on the platform, a sentence each. */
  advice(settings: z.output<Schema>): readonly string[];
}

export function definePlatform<Schema extends z.ZodType>(
  platform: CrowdPlatform<Schema>,
): CrowdPlatform<Schema> {
  return platform;
}
