import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { canonicalJson } from "#lib/study/canonical-json.ts";
import { Preregistration } from "#lib/study/preregistration.ts";
import { describePlan } from "../describe-plan.ts";
import { digestOf } from "../event-hash.ts";
import type { Problems } from "./problems.ts";
import type { Claims } from "./read-claims.ts";

/** Compares the locked plan with the event that locked it, with its own hash, and with the study as it is. */
export async function checkLock(tx: Tx, study: Study, { locked }: Claims, problems: Problems): Promise<void> {
  const lock = await tx.studyLock.findUnique({ where: { studyId: study.id } });
  if (!lock) {
    if (locked) problems.add("plan", "The plan was locked, and it is gone.");
    return;
  }
  if (!locked) problems.add("plan", "No event says that the plan was locked.");
  else if (locked.preregistration !== lock.hash)
    problems.add("plan", "The plan's hash is not the one that was locked.");
  else if (locked.at.getTime() !== lock.lockedAt.getTime())
    problems.add("plan", "The plan was locked at another time than is stored.");
  if (digestOf(lock.preregistration) !== lock.hash) {
    problems.add("plan", "The plan changed after it was locked.");
    return;
  }
  const planned = Preregistration.parse(lock.preregistration);
  const now = await describePlan(tx, study);
  for (const key of Object.keys(now) as (keyof typeof now)[])
    if (canonicalJson(planned[key]) !== canonicalJson(now[key]))
      problems.add("plan", `The study's ${WORDS[key]} is not what the plan says.`);
}

const WORDS = {
  study: "name",
  template: "template",
  run: "run",
  seed: "seed",
  design: "design",
  arms: "list of arms",
  images: "list of images",
};
