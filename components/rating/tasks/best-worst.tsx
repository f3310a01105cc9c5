/** @jsxImportSource preact */

import type { BestWorstDetail } from "#lib/study/answer-detail.ts";
import { fill } from "#lib/study/fill.ts";
import { panelLetter } from "#lib/study/panel-letter.ts";
import { Question } from "../shown.tsx";
import { useDraft } from "../use-draft.ts";
import { Done } from "./done.tsx";
import { PanelButtons } from "./panel-buttons.tsx";
import { choosePanel, type Extremes, undoExtreme } from "./panel-extremes.ts";
import type { TaskProps } from "./task-props.ts";
import { usePanelKeys } from "./use-panel-keys.ts";

/** The best and the worst of several pictures, in two taps. */
export function BestWorst({ page, trial, pictures, given, onAnswer, keys }: TaskProps) {
  const { task: words } = page.words;
  const { stimuli } = trial;
  const [extremes, setExtremes] = useDraft<Extremes>(trial.id, { best: null, worst: null });
  const { best, worst } = extremes;
  const editable = pictures.open && given === null;
  const markOf = <T,>(panel: number, ifBest: T, ifWorst: T, otherwise: T): T =>
    panel === best ? ifBest : panel === worst ? ifWorst : otherwise;

  const choose = (panel: number) => editable && setExtremes(choosePanel(extremes, panel, stimuli.length));
  const undo =
    editable && (best !== null || worst !== null) ? () => setExtremes(undoExtreme(extremes)) : null;
  const done =
    editable && best !== null && worst !== null
      ? (at: number) => onAnswer(best, { worst } satisfies BestWorstDetail, at)
      : null;
  usePanelKeys(keys, stimuli.length, { choose, undo, done });

  return (
    <>
      <Question page={page} trial={trial} />
      <PanelButtons
        stimuli={stimuli}
        pictures={pictures}
        marks={stimuli.map((_, panel) => markOf(panel, words.best, words.worst, null))}
        names={stimuli.map((_, panel) =>
          fill(markOf(panel, words.panelBest, words.panelWorst, words.panel), { panel: panelLetter(panel) }),
        )}
        onChoose={choose}
      />
      <Done
        words={words}
        say={best === null ? words.chooseBest : worst === null ? words.chooseWorst : words.confirm}
        onUndo={undo}
        onDone={done}
      />
    </>
  );
}
