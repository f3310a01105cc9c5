/** @jsxImportSource preact */

import type { RankingDetail } from "#lib/study/answer-detail.ts";
import { fill } from "#lib/study/fill.ts";
import { panelLetter } from "#lib/study/panel-letter.ts";
import { Question } from "../shown.tsx";
import { useDraft } from "../use-draft.ts";
import { Done } from "./done.tsx";
import { PanelButtons } from "./panel-buttons.tsx";
import { placePanel, undoPlace } from "./panel-order.ts";
import type { TaskProps } from "./task-props.ts";
import { usePanelKeys } from "./use-panel-keys.ts";

/** All pictures put in order by tapping the best, the second best and so on. */
export function Ranking({ page, trial, pictures, given, onAnswer, keys }: TaskProps) {
  const { task: words } = page.words;
  const { stimuli } = trial;
  const [order, setOrder] = useDraft<readonly number[]>(trial.id, []);
  const editable = pictures.open && given === null;
  const complete = editable && order.length === stimuli.length;
  const ranks = stimuli.map((_, panel) => (order.includes(panel) ? order.indexOf(panel) + 1 : null));
  const names = ranks.map((rank, at) => {
    const panel = panelLetter(at);
    return rank === null ? fill(words.panel, { panel }) : fill(words.panelRanked, { panel, rank });
  });

  const choose = (panel: number) => editable && setOrder(placePanel(order, panel, stimuli.length));
  const undo = editable && order.length > 0 ? () => setOrder(undoPlace(order, stimuli.length)) : null;
  const done = complete ? (at: number) => onAnswer(order[0], { order } satisfies RankingDetail, at) : null;
  usePanelKeys(keys, stimuli.length, { choose, undo, done });

  return (
    <>
      <Question page={page} trial={trial} />
      <PanelButtons
        stimuli={stimuli}
        pictures={pictures}
        marks={ranks.map((rank) => (rank === null ? null : String(rank)))}
        names={names}
        onChoose={choose}
      />
      <Done
        words={words}
        say={
          order.length === stimuli.length ? words.confirm : fill(words.chooseRank, { rank: order.length + 1 })
        }
        onUndo={undo}
        onDone={done}
      />
    </>
  );
}
