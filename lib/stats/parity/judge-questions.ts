import type { Verdict } from "#lib/scouter/parity/golden-case.ts";
import type { Closeness } from "./compare-expected.ts";

/** Differences told of one file. */
const TOLD = 3;

/**
 * Judges a file of questions: it passes when every question has something to compare and every number comes out.
 *
 * @param json bytes of `{"cases": [{name, ...}]}` @param ask answers one question and compares; a throw is its fault
 */
export async function judgeQuestions<Question extends { name: string }>(
  json: Uint8Array,
  ask: (question: Question) => Closeness | Promise<Closeness>,
): Promise<Verdict> {
  const { cases } = JSON.parse(new TextDecoder().decode(json)) as { cases: Question[] };
  if (!Array.isArray(cases) || cases.length === 0) return { pass: false, note: "the case asks nothing" };
  const faults: string[] = [];
  let numbers = 0;
  let worst = 0;
  for (const question of cases) {
    const found = await tryTo(() => ask(question));
    if (typeof found === "string") faults.push(`${question.name}: ${found}`);
    else {
      numbers += found.numbers;
      worst = Math.max(worst, found.worst);
      if (found.numbers === 0) faults.push(`${question.name}: nothing to compare with`);
      faults.push(...found.differences.map(({ at, found: got }) => `${question.name}: ${at} is ${got}`));
    }
  }
  const share = `${cases.length} cases, ${numbers} numbers, at most ${(100 * worst).toFixed(1)} % of what is allowed`;
  if (faults.length === 0) return { pass: true, note: share };
  const more = faults.length > TOLD ? [`and ${faults.length - TOLD} more`] : [];
  return { pass: false, note: [share, ...faults.slice(0, TOLD), ...more].join("; ") };
}

async function tryTo(ask: () => Closeness | Promise<Closeness>): Promise<Closeness | string> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
