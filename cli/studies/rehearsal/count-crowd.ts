import { declaredRules, type ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { BEHAVIOUR_IDS, type BehaviourId } from "#lib/study/rehearsal/behaviours/registry.ts";
import type { RehearsedRecord } from "./judge-sessions.ts";
import { type Faults, noFaults } from "./line.ts";

interface RaterCount {
  readonly raters: number;
  readonly completed: number;
  /** By the study's rules, of those who rated. */
  readonly leftOut: number;
}

/** Who took part, whom the study's rules leave out, and what happened on the way. */
export interface CrowdCount extends RaterCount {
  /** Ways that somebody took part in. */
  readonly behaviours: readonly (RaterCount & { readonly id: BehaviourId })[];
  /** The study's rules; who breaks several is in each. */
  readonly rules: readonly { readonly words: string; readonly raters: number }[];
  readonly restarts: number;
  readonly faults: Faults;
}

export function countCrowd(records: readonly RehearsedRecord[], exclusions: ExclusionRules): CrowdCount {
  const faults = noFaults();
  for (const { session } of records)
    for (const name of Object.keys(faults) as (keyof Faults)[]) faults[name] += session.faults[name];
  return {
    ...countRaters(records),
    behaviours: BEHAVIOUR_IDS.flatMap((id) => {
      const own = records.filter(({ session }) => session.behaviour === id);
      return own.length > 0 ? [{ id, ...countRaters(own) }] : [];
    }),
    rules: declaredRules(exclusions).map(({ id, words }) => ({
      words,
      raters: records.filter(({ broken }) => broken.includes(id)).length,
    })),
    restarts: records.reduce((sum, { session }) => sum + session.restarts, 0),
    faults,
  };
}

function countRaters(records: readonly RehearsedRecord[]): RaterCount {
  return {
    raters: records.length,
    completed: records.filter(({ session }) => session.completed).length,
    leftOut: records.filter(({ broken }) => broken.length > 0).length,
  };
}
