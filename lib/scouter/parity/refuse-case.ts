import { AppError } from "#lib/errors.ts";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import type { GoldenCase, Verdict } from "./golden-case.ts";

/** Every file of a case is refused, each with a reason for a person. */
export function replayRefusal(golden: GoldenCase, files: Uint8Array[]): Verdict {
  return judge(golden, files, ({ message }) => ({ pass: message.length > 0, reason: message }));
}

/** Every file is refused for the Python name it holds, and the message says which. */
export function replayGlobalRefusal(golden: GoldenCase, files: Uint8Array[]): Verdict {
  return judge(golden, files, ({ message, details: { global } }) =>
    typeof global === "string" && message.includes(global)
      ? { pass: true, reason: `names ${global}` }
      : { pass: false, reason: message },
  );
}

function judge(
  { files: names }: GoldenCase,
  files: Uint8Array[],
  judgeError: (error: AppError) => { pass: boolean; reason: string },
): Verdict {
  const outcomes = files.map((file, i) => {
    const { pass, reason } = refusalOf(file, judgeError);
    return { pass, note: `${names[i].replace(/^.*\//, "")}: ${reason}` };
  });
  const wrong = outcomes.filter(({ pass }) => !pass);
  const shown = wrong.length > 0 ? wrong : outcomes;
  return { pass: wrong.length === 0, note: shown.map(({ note }) => note).join(" | ") };
}

function refusalOf(file: Uint8Array, judgeError: (error: AppError) => { pass: boolean; reason: string }) {
  try {
    readWeights(file);
  } catch (error) {
    if (error instanceof AppError) return judgeError(error);
    return { pass: false, reason: `fails with ${error}` };
  }
  return { pass: false, reason: "was read" };
}
