import { useCallback, useEffect, useState } from "preact/hooks";
import type { SessionView, TrialView } from "#lib/study/participant-protocol.ts";
import { randomKey } from "./browser.ts";
import type { DeviceStore } from "./device-store.ts";
import type { Outbox } from "./outbox.ts";
import { mergeAnswers } from "./place.ts";
import type { GivenAnswer } from "./trial.tsx";

export interface Answers {
  readonly trials: readonly TrialView[];
  answer(trial: TrialView, given: GivenAnswer): Promise<void>;
  /** Takes the server's word for what is answered, plus what still waits here. */
  reset(session: SessionView): Promise<void>;
}

/** The trials and their answers, kept in step with the outbox and with the other tabs of this device. */
export function useAnswers(session: SessionView, device: DeviceStore, outbox: Outbox): Answers {
  const [trials, setTrials] = useState<readonly TrialView[]>(session.trials);

  const catchUp = useCallback(async () => {
    const entries = await device.outbox.all();
    setTrials((known) => mergeAnswers(known, entries));
  }, [device]);

  useEffect(() => {
    const onFront = () => {
      if (document.visibilityState === "visible") void catchUp().then(outbox.flush);
    };
    document.addEventListener("visibilitychange", onFront);
    addEventListener("focus", onFront);
    addEventListener("online", outbox.flush);
    return () => {
      document.removeEventListener("visibilitychange", onFront);
      removeEventListener("focus", onFront);
      removeEventListener("online", outbox.flush);
    };
  }, [catchUp, outbox]);

  return {
    trials,
    async answer(trial, given) {
      await outbox.add({
        ...given,
        trialId: trial.id,
        idempotencyKey: randomKey(),
        answeredAt: new Date().toISOString(),
      });
      await catchUp();
    },
    async reset(fresh) {
      const waiting = (await device.outbox.all()).filter((entry) => entry.state === "waiting");
      setTrials(mergeAnswers(fresh.trials, waiting));
    },
  };
}
