"use client";

import { useRef, useState } from "react";
import type { MethodChoice, RunChoices } from "#lib/services/explanations/list-run-choices.ts";
import { type FormArm, newArm } from "./form-arms.ts";

/** A first comparison: these where some model has them, then the next of the list. */
const STARTING = ["scouter+", "scouter-", "grad-cam"];

function startingArms({ methods }: RunChoices): FormArm[] {
  const usable = methods.filter((method) => method.models.length > 0);
  const rank = ({ id }: { id: string }) => Number(!STARTING.includes(id));
  const chosen = usable.sort((a, b) => rank(a) - rank(b)).slice(0, STARTING.length);
  return inOrder(
    methods,
    chosen.map((method) => newArm(method, `${method.id}-0`)),
  );
}

/** In the order of the list of methods, as the form shows them; of one method, as they were added. */
function inOrder(methods: readonly MethodChoice[], arms: readonly FormArm[]): FormArm[] {
  const rank = new Map(methods.map(({ id }, place) => [id, place]));
  return [...arms].sort((a, b) => (rank.get(a.explainerId) ?? 0) - (rank.get(b.explainerId) ?? 0));
}

/** The arms of the form. A method is added as published, the same method again as a copy of its last arm, to be changed. */
export function useArms(choices: RunChoices) {
  const [arms, setArms] = useState(() => startingArms(choices));
  const added = useRef(0);
  return {
    arms,
    add(method: MethodChoice) {
      added.current += 1;
      const key = `${method.id}-${added.current}`;
      const last = arms.findLast((arm) => arm.explainerId === method.id);
      const arm = last ? { ...last, key, label: "", isCopy: true } : newArm(method, key);
      setArms(inOrder(choices.methods, [...arms, arm]));
    },
    clear: (method: MethodChoice) => setArms(arms.filter((arm) => arm.explainerId !== method.id)),
    change: (key: string, part: Partial<FormArm>) =>
      setArms((now) => now.map((arm) => (arm.key === key ? { ...arm, ...part } : arm))),
    remove: (key: string) => setArms((now) => now.filter((arm) => arm.key !== key)),
  };
}
