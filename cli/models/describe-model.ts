import type { Examination } from "#lib/onnx/examine-onnx.ts";
import type { Answer } from "#lib/onnx/preview-answers.ts";
import type { ModelFacts } from "#lib/services/models/read-model-facts.ts";

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
/** Feature maps listed: those nearest to the scores are the ones people choose from. */
const MOST_SHOWN = 8;
const COLOURS = { rgb: "red, green, blue", bgr: "blue, green, red", grey: "grey" };

/** Lines of "name  text", the names in a column. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`);
}

function describeFacts({ facts }: Examination): string[] {
  const { input, output, features, chosenFeatures, normalisation, classNames } = facts;
  const side = `${input.size} x ${input.size}`;
  const nearest = [...features].reverse();
  const shown = nearest.filter(({ name }, i) => i < MOST_SHOWN || name === chosenFeatures);
  const listed = shown.map(({ name, height, width, channels }) => {
    const mark = name === chosenFeatures ? "*" : " ";
    return ["", `${mark} ${height} x ${width} x ${channels}  ${name}`] as const;
  });
  const more = features.length - shown.length;
  return columns([
    [
      "file",
      `${facts.producer || "unknown producer"}, opset ${facts.opset}, ${facts.parameterCount} parameters`,
    ],
    ["input", `${input.name}: ${side}, ${COLOURS[input.channels]}, ${input.layout}, ${input.type}`],
    ["normalised", normalisation ? `${normalisation.value} (${normalisation.because})` : "not known"],
    ["scores", `${output.name}: ${output.classes} classes; ${output.because}`],
    ["classes", `${classNames.first.slice(0, 5).join(", ")}, ... (${classNames.because})`],
    ["features", features.length > 0 ? "* is the one taken; any other with --features" : "none"],
    ...listed,
    ...(more > 0 ? [["", `  and ${more} further from the scores; --json lists them`] as const] : []),
    ...facts.notes.map((note) => ["note", note] as const),
  ]);
}

function describeTrials({ trials, facts }: Examination): string[] {
  if (trials.length === 0) return [];
  const rows = trials.map(({ preset, certainty, right }) => {
    const mark = preset === facts.normalisation?.value ? "*" : " ";
    const correct = right ? `, ${right.correct} of ${right.of} right` : "";
    return [`${mark} ${preset}`, `${percent(certainty)} certain on average${correct}`] as const;
  });
  return ["", "How sure it is of these pictures under each normalisation:", ...columns(rows)];
}

/** A picture as it is called on the screen. */
export interface ShownSample {
  name: string;
  label: string | null;
}

function describeAnswers(answers: readonly Answer[], samples: readonly ShownSample[]): string[] {
  if (answers.length === 0) return [];
  const lines = answers.map((answer, i) => {
    const guesses = answer.map(({ className, probability }) => `${className} ${percent(probability)}`);
    const label = samples[i].label === null ? "" : ` (${samples[i].label})`;
    return `${samples[i].name}${label}: ${guesses.join(", ")}`;
  });
  return ["", "What it answers:", ...lines];
}

/** What was found in an ONNX file, for a person: facts, and what it answers on the samples. */
export function describeOnnx(found: Examination, samples: readonly ShownSample[]): string {
  const lines = [
    ...describeFacts(found),
    ...describeTrials(found),
    ...describeAnswers(found.answers, samples),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same of weights of this project. */
export function describeOwn(
  { kind, backbone, inputSize, classNames, parameterCount }: Omit<ModelFacts, "config">,
  answers: readonly Answer[],
  samples: readonly ShownSample[],
): string {
  const facts = columns([
    ["weights", `${kind}, ${backbone}, ${parameterCount} parameters`],
    ["input", `${inputSize} x ${inputSize}`],
    ["classes", classNames.join(", ")],
  ]);
  return `${[...facts, ...describeAnswers(answers, samples)].join("\n")}\n`;
}
