interface PersonLook {
  colour: string;
  /** SVG stroke-dasharray, in screen pixels. */
  dash: string | undefined;
}

const LOOKS: readonly PersonLook[] = [
  { colour: "#ffd84d", dash: undefined },
  { colour: "#4de1ff", dash: "7 5" },
  { colour: "#ff86d6", dash: "3 3.5" },
  { colour: "#9cf06b", dash: "11 4 2 4" },
  { colour: "#ffffff", dash: "4 3 4 9" },
];

/** How the lines of a person of a round are drawn: colour and pattern together, so that either is enough to tell them apart. */
export const personLook = (index: number): PersonLook => LOOKS[index % LOOKS.length];
