import type { Replay } from "#lib/scouter/parity/replay.ts";
import { channelCases } from "./channel-cases.ts";
import { gradientCases } from "./gradient-cases.ts";
import { ibaCases } from "./iba-cases.ts";
import { perturbationCases } from "./perturbation-cases.ts";

/** Stored cases of explainers, by kind. */
export const explainerReplays: Readonly<Record<string, Replay>> = {
  ...channelCases,
  ...gradientCases,
  ...perturbationCases,
  ...ibaCases,
};
