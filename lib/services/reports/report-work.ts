import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "#lib/db/client.ts";
import { ARM_STEPS } from "#lib/study/compute-arms.ts";
import { REPORT_STEPS } from "#lib/study/compute-report.ts";

export interface ReportRun {
  /** How much is done, in answers: reading them all counts as many, computing as many again. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** How far the reports of a study are; every step can be the last, where the run's signal has fired. */
export interface ReportWork {
  /** So many answers are read. @throws the reason of the signal */
  read(answers: number): void;
  /** A step of the computation is done: lets other work in. @throws the reason of the signal */
  step(): Promise<void>;
  /** Computes step by step. @throws the reason of the signal */
  through<Result>(steps: Generator<undefined, Result>): Promise<Result>;
  /** All is done: fewer steps may have been needed than were counted. */
  end(): void;
}

/** Answers of a study, people's and simulated raters', of which reports are made. */
export async function countWork(db: Db, studyId: string): Promise<number> {
  const { _sum } = await db.participant.aggregate({ where: { studyId }, _sum: { answerCount: true } });
  return _sum.answerCount ?? 0;
}

/** At most, of people and of simulated raters each: their drift, the arms without exclusions, and the report. */
const STEPS = 2 * (1 + ARM_STEPS + REPORT_STEPS);

export function watchWork({ onProgress, signal }: ReportRun, answers: number): ReportWork {
  const total = Math.max(1, 2 * answers);
  let done = 0;
  const advance = (by: number) => {
    signal?.throwIfAborted();
    done = Math.min(total, done + by);
    onProgress?.(Math.floor(done), total);
  };
  const step = async () => {
    advance(answers / STEPS);
    await nextTurn();
  };
  return {
    read: advance,
    end: () => onProgress?.(total, total),
    step,
    async through(steps) {
      for (;;) {
        const { done: isOver, value } = steps.next();
        await step();
        if (isOver) return value;
      }
    },
  };
}
