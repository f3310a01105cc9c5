import type { Behaviour } from "../behaviour.ts";
import { biased } from "./biased.ts";
import { careful } from "./careful.ts";
import { drifting } from "./drifting.ts";
import { dropout } from "./dropout.ts";
import { flakyNetwork } from "./flaky-network.ts";
import { randomClicker } from "./random-clicker.ts";
import { speeder } from "./speeder.ts";
import { straightLiner } from "./straight-liner.ts";

/** Every way of taking part in a rehearsal, by its id. */
export const BEHAVIOURS = {
  careful,
  biased,
  drifting,
  "random-clicker": randomClicker,
  speeder,
  "straight-liner": straightLiner,
  dropout,
  "flaky-network": flakyNetwork,
} satisfies Record<string, Behaviour>;

export type BehaviourId = keyof typeof BEHAVIOURS;
export const BEHAVIOUR_IDS = Object.keys(BEHAVIOURS) as BehaviourId[];
