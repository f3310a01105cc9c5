import type { EpochEvent, TrainingEvent } from "#lib/scouter/training/events.ts";
import type { TrainNote } from "#workers/compute/training/train-task.ts";
import { openProgress, type ProgressLine } from "./progress-line.ts";

/** What a person at the terminal sees of a training. */
export interface TrainingScreen {
  show(note: TrainNote): void;
  close(): void;
}

/** @param total pictures of all epochs */
export function openScreen(total: number, isResumed: boolean): TrainingScreen {
  let line: ProgressLine | null = null;
  let label = "";
  const on = (name: string, count: number): ProgressLine => {
    if (label !== name) {
      line?.stop();
      line = openProgress(name, "images", count);
      label = name;
    }
    return line as ProgressLine;
  };
  const training = () => on("training", total);
  const showEvent = (event: TrainingEvent) => {
    if (event.event === "preparing") on("features", event.total).update(event.done);
    else if (event.event === "step") {
      const note = `epoch ${event.epoch + 1}, loss ${event.loss.toFixed(3)}`;
      training().update(event.step * event.images, note);
    } else if (event.event === "epoch") training().say(describeEpoch(event));
  };
  return {
    show(note) {
      if (note.note === "reading") on("reading", note.total).update(note.done);
      else if (note.note === "event") showEvent(note.event);
      else if (note.note === "started") {
        const { forward, gradient, shares } = note.engine;
        const cut = shares > 1 ? ` in ${shares} threads` : "";
        const resumed = isResumed ? "; going on where it was interrupted" : "";
        training().say(`gradients on ${gradient}${cut}, forward passes on ${forward}${resumed}`);
      }
    },
    close: () => line?.stop(),
  };
}

function describeEpoch(event: EpochEvent): string {
  const { epoch, epochs, trainLoss, trainAccuracy, validationAccuracy, area } = event;
  const held = validationAccuracy === null ? "" : `, validation ${validationAccuracy.toFixed(3)}`;
  const attended = area === undefined ? "" : `, area ${area.toFixed(4)}`;
  return `epoch ${epoch + 1}/${epochs}: loss ${trainLoss.toFixed(3)}, accuracy ${trainAccuracy.toFixed(3)}${held}${attended}`;
}
