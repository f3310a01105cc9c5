/** What the axes of a path metric's curve are. */
export interface CurveWords {
  metricId: string;
  tab: string;
  xAxis: string;
  yAxis: string;
  /** How to read it. */
  meaning: string;
}

/** The path metrics that every run keeps the curves of. */
export const CURVES: readonly CurveWords[] = [
  {
    metricId: "insertion-auc",
    tab: "Insertion",
    xAxis: "pixels restored, %",
    yAxis: "probability",
    meaning:
      "The class's probability as the map's highest pixels come back on a blurred image: the sooner it rises, the better the map knew what the model needs",
  },
  {
    metricId: "deletion-auc",
    tab: "Deletion",
    xAxis: "pixels removed, %",
    yAxis: "probability",
    meaning:
      "The class's probability as the map's highest pixels are set to the mean colour: the sooner it falls, the better the map knew what the model needs",
  },
];
