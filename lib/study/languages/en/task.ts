import type { TaskWords } from "../task-words.ts";

export const task: TaskWords = {
  howToAnswer: {
    scale:
      "Answer from {first} ({low}) to {last} ({high}): tap, or press the number. You can’t go back to a picture.",
    choice: "Tap your answer, or press its number. You can’t go back to a picture.",
    class: "Tap your answer, or press its number. You can’t go back to a picture.",
    ranking:
      "Tap the picture you put first, then the second and so on, or press their letters; tap one again to take it back. Then press Done, or the Enter key. You can’t go back later.",
    "best-worst":
      "Tap the best one, then the worst, or press their letters; tap one again to take it back. Then press Done, or the Enter key. You can’t go back later.",
    point:
      "Tap the place, or move the mark there with the arrow keys (with Shift in larger steps). Move it as often as you like, then press Done, or the Enter key. You can’t go back to a picture.",
    strokes:
      "Paint with a finger, a pen or the mouse. With the keyboard, the arrow keys move the brush (with Shift in larger steps), and the space bar starts and stops painting. Then press Done, or the Enter key. You can’t go back to a picture.",
  },
  scaleEnd: "{value}, {end}",
  panel: "Picture {panel}",
  panelAlt: "Picture {panel}: what the computer was shown, with a highlighted area",
  panelFor: "{panel}: {answer}",
  panelRanked: "Picture {panel}, place {rank}",
  panelBest: "Picture {panel}, best",
  panelWorst: "Picture {panel}, worst",
  best: "Best",
  worst: "Worst",
  chooseRank: "Place {rank}?",
  chooseBest: "Which is best?",
  chooseWorst: "And which is worst?",
  choosePlace: "Tap the place, or use the arrow keys.",
  paint: "Paint on the picture.",
  confirm: "Press Done if that is right.",
  pointHere: "Picture to point at. The arrow keys move the mark, Enter answers.",
  pointAt: "The mark is {x} % from the left and {y} % from the top.",
  paintHere: "Picture to paint on. The arrow keys move the brush, the space bar starts and stops painting.",
  painting: "Painting. The space bar stops.",
  painted: "Strokes: {count}. Then press Done.",
  paintedEnough: "No more can be painted. Undo, or press Done.",
  brush: "Brush",
  brushSizes: ["Small brush", "Medium brush", "Large brush"],
  undo: "Undo",
  clear: "Clear",
  done: "Done",
};
