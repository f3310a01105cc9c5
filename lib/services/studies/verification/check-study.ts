import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { canonicalJson } from "#lib/study/canonical-json.ts";
import { describeCreation } from "../describe-creation.ts";
import { digestStimuli } from "../digest-material.ts";
import type { Problems } from "./problems.ts";
import type { Claims } from "./read-claims.ts";

/** Compares the study, its arms, items and stimuli with the events that created and prepared it. */
export async function checkStudy(tx: Tx, study: Study, claims: Claims, problems: Problems): Promise<void> {
  const { created, prepared, state } = claims;
  if (!created) {
    problems.add("event", "No event says that the study was created.");
    return;
  }
  const stored = await describeCreation(tx, study);
  const expected = {
    ...created,
    design: { ...created.design, stimulusBytes: prepared?.stimulusBytes ?? null },
  };
  for (const key of Object.keys(stored) as (keyof typeof stored)[])
    if (canonicalJson(stored[key]) !== canonicalJson(expected[key]))
      problems.add("study", `The study's ${WORDS[key]} changed after it was created.`);
  if (prepared && (await digestStimuli(tx, study.id)) !== prepared.stimuli)
    problems.add("study", "The pictures or their words changed after they were drawn.");
  if (study.state !== state)
    problems.add("study", `The study is ${study.state}, and its events say ${state}.`);
}

const WORDS = {
  run: "run",
  template: "template",
  templateVersion: "template version",
  seed: "seed",
  design: "design",
  arms: "list of arms",
  items: "list of images",
};
