import type { Random } from "#lib/tensor/random.ts";
import { answerColumns } from "../answer-columns.ts";
import { perceive, type SimulatedRater } from "../simulated-rater.ts";
import type { GivenResponse, ScoredPanel, SimulatedPanel, StudyTemplate } from "../template.ts";

/** Two maps this alike, in points of a five-point scale, are equally good to a simulated rater. */
const ALIKE = 0.5;
/** Below it, neither of them convinces. */
const POOR = 1;

const [A, B, BOTH, NEITHER] = [0, 1, 2, 3];

/** What templates have in common that show two maps of an image side by side and ask which one is better. */
export const choiceOfTwo = {
  only: null,
  response: { kind: "choice", options: ["a", "b", "both", "neither"] },
  detail: null,
  measure: { name: "share preferred", low: 0, high: 1, chance: 0.5, about: "plausibility" },
  agreement: "nominal",
  preference: "pairs",
  teaches: false,
  control: false,
  score: scoreChoice,
  simulate: simulateChoice,
  columns: answerColumns({
    value: {
      meaning: "Which of the two pictures supports the answer better.",
      values: "0 the one at panel 0, 1 the one at panel 1, 2 both equally well, 3 neither of them",
    },
    panels: true,
  }),
} as const satisfies Partial<StudyTemplate>;

/** 1 for the map preferred and 0 for the other; "both" and "neither" are ties, half for each. */
function scoreChoice({ value }: GivenResponse, [a, b]: readonly ScoredPanel[]) {
  const ofA = value === A ? 1 : value === B ? 0 : 0.5;
  return [
    { armId: a.armId, value: ofA },
    { armId: b.armId, value: 1 - ofA },
  ];
}

function simulateChoice(
  rater: SimulatedRater,
  [a, b]: readonly SimulatedPanel[],
  random: Random,
): GivenResponse {
  const ofA = perceive(rater, a.share, random);
  const ofB = perceive(rater, b.share, random);
  const tie = Math.max(ofA, ofB) < POOR ? NEITHER : BOTH;
  const value = Math.abs(ofA - ofB) < ALIKE ? tie : ofA > ofB ? A : B;
  return { value, detail: null };
}
