import Link from "next/link";
import type { TrainingRecord } from "#lib/services/models/read-training.ts";
import { EpochCurves } from "../_training/epoch-curves.tsx";
import { inMinutes } from "../_training/in-minutes.ts";

/** How the model was made: the command or the training, and what the log says of each epoch. */
export function TrainingSection({ training }: { training: TrainingRecord }) {
  const { trainingId, command, engine, seconds, epochs } = training;
  if (!command && epochs.length === 0) {
    return <p className="text-muted">No training log came with this model.</p>;
  }
  const facts = [engine, seconds === null ? null : inMinutes(seconds), `${epochs.length} epochs`];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div>
        {command ? (
          <pre className="overflow-x-auto rounded-md bg-fill px-3 py-2 font-mono text-xs">{command}</pre>
        ) : null}
        <p className="mt-2 text-sm text-muted">
          {facts.filter(Boolean).join(" · ")}
          {trainingId ? (
            <>
              {" · "}
              <Link className="link" href={`/models/trainings/${trainingId}`}>
                settings and example maps of every epoch
              </Link>
            </>
          ) : null}
        </p>
      </div>
      {epochs.length > 1 ? <EpochCurves epochs={epochs} /> : null}
    </div>
  );
}
