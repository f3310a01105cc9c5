/** @jsxImportSource preact */
import { BestWorst } from "./best-worst.tsx";
import { Options } from "./options.tsx";
import { Point } from "./point.tsx";
import { Ranking } from "./ranking.tsx";
import { Scale } from "./scale.tsx";
import { Strokes } from "./strokes.tsx";
import type { TaskProps } from "./task-props.ts";

/** What is shown, asked and answered with, by the kind of task. */
export function TaskScreen(props: TaskProps) {
  const { task } = props.page;
  switch (task.kind) {
    case "scale":
      return <Scale task={task} {...props} />;
    case "choice":
      return <Options labels={task.labels} {...props} />;
    case "class":
      return <Options labels={props.trial.classes} {...props} />;
    case "ranking":
      return <Ranking {...props} />;
    case "best-worst":
      return <BestWorst {...props} />;
    case "point":
      return <Point {...props} />;
    case "strokes":
      return <Strokes {...props} />;
  }
}
