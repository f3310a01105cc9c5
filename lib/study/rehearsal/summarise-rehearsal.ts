import type { Estimate, Undefined } from "#lib/stats/estimate.ts";
import { type KendallTau, kendallTau } from "#lib/stats/kendall.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { computeReport, type ReportArm } from "../compute-report.ts";
import { isControl } from "../results/is-control.ts";
import { type GivenAnswer, scoreAnswers } from "../score-answers.ts";
import { STATEMENTS } from "../statement.ts";
import type { Statement } from "../template.ts";
import { type ArmPair, plantedScores, powerOf } from "./expected-findings.ts";
import type { Mixture } from "./mixture.ts";
import type { StudyModel } from "./simulate-study.ts";

/** An arm: what was put in and what came out. */
export interface RehearsedArm {
  readonly armId: string;
  readonly label: string;
  readonly statement: Statement;
  /** What careful raters without number score it. */
  readonly planted: { readonly value: number } | Undefined;
  /** With the interval of the report. */
  readonly recovered: Estimate;
}

/**
 * What became of a planted difference: "found" if the interval lies on its side of 0, "reversed" if on the other side,
 * else "not found".
 */
export type Outcome = "found" | "not found" | "reversed";

/** The method of a statement that is planted highest (a) against another arm (b): a control only where there are only controls. */
export interface RehearsedEffect extends ArmPair {
  readonly planted: number;
  readonly recovered: Estimate;
  /** Null where there is no interval, or nothing was planted. */
  readonly outcome: Outcome | null;
  /** Whether the interval holds the planted difference: careless raters shrink it. Null without an interval. */
  readonly covered: boolean | null;
  /** Of a study of `powerRaters`. */
  readonly power: Estimate;
}

/** Whether the arms of a statement came out in the order in which they were planted. */
export interface RecoveredOrder {
  readonly statement: Statement;
  readonly tau: KendallTau | Undefined;
}

export interface RehearsalSummary {
  /** Those that are analysed. */
  readonly answers: number;
  readonly agreement: Estimate;
  readonly arms: readonly RehearsedArm[];
  readonly orders: readonly RecoveredOrder[];
  readonly effects: readonly RehearsedEffect[];
  readonly powerRaters: number;
}

export interface RehearsalInput {
  readonly seed: number;
  readonly arms: readonly ReportArm[];
  /** Of whom no rule leaves out, practice aside. */
  readonly answers: readonly GivenAnswer[];
  /** The study as it was rehearsed, to draw it anew. */
  readonly model: StudyModel;
  readonly mixture: Mixture;
  /** Of the study whose power is asked for. */
  readonly powerRaters: number;
}

/** What a rehearsal says of its study: whether its analysis finds what was planted, and how often such a study would. */
export function summariseRehearsal(input: RehearsalInput): RehearsalSummary {
  const { seed, arms, answers, model, mixture, powerRaters } = input;
  const random = createRandom(seed).fork("rehearsal findings");
  const { template } = model;
  const ratings = scoreAnswers(template, answers);
  const report = computeReport({ seed, template, values: [], arms, answers, ratings, metrics: [] });
  const planted = plantedScores(model, random.fork("planted"));
  const pairs = contrasts(arms, planted);
  const powers = powerOf(pairs, model, { arms, raters: powerRaters, mixture }, random.fork("power"));
  const rehearsed = arms.map(({ armId, label, statement }, i): RehearsedArm => {
    const value = planted.get(armId);
    const { score: recovered } = report.arms[i];
    return {
      armId,
      label,
      statement,
      planted: value === undefined ? { undefined: "never_shown" } : { value },
      recovered: recovered as Estimate,
    };
  });
  return {
    answers: answers.length,
    agreement: report.agreement as Estimate,
    arms: rehearsed,
    orders: STATEMENTS.flatMap((statement) => orderOf(statement, rehearsed)),
    effects: pairs.map((pair, i) => {
      const difference = planted.get(pair.a)! - planted.get(pair.b)!;
      const recovered = differenceOf(pair, report.comparisons);
      return { ...pair, planted: difference, recovered, ...judge(difference, recovered), power: powers[i] };
    }),
    powerRaters,
  };
}

/** Within each statement, the method that is planted highest against each other arm; against the arms planted above it too. */
function contrasts(arms: readonly ReportArm[], planted: ReadonlyMap<string, number>): ArmPair[] {
  return STATEMENTS.flatMap((statement) => {
    const own = arms.filter((arm) => arm.statement === statement && planted.has(arm.armId));
    own.sort((one, other) => planted.get(other.armId)! - planted.get(one.armId)!);
    const best = own.find((arm) => !isControl(arm.explainerId)) ?? own[0];
    return own.flatMap(({ armId }) => (armId === best.armId ? [] : [{ a: best.armId, b: armId }]));
  });
}

type Comparisons = ReturnType<typeof computeReport>["comparisons"];

function differenceOf({ a, b }: ArmPair, comparisons: Comparisons): Estimate {
  for (const { a: one, b: other, difference } of comparisons) {
    if (one === a && other === b) return difference as Estimate;
    if (one !== b || other !== a) continue;
    if ("undefined" in difference) return difference as Undefined;
    const { value, low, high, n } = difference;
    return { value: -value, low: -high, high: -low, n };
  }
  return { undefined: "no_values" };
}

function judge(planted: number, recovered: Estimate): Pick<RehearsedEffect, "outcome" | "covered"> {
  if ("undefined" in recovered) return { outcome: null, covered: null };
  const { low, high } = recovered;
  const covered = low <= planted && planted <= high;
  if (planted === 0) return { outcome: null, covered };
  if (low <= 0 && high >= 0) return { outcome: "not found", covered };
  return { outcome: low > 0 === planted > 0 ? "found" : "reversed", covered };
}

function orderOf(statement: Statement, arms: readonly RehearsedArm[]): RecoveredOrder[] {
  const own = arms.filter((arm) => arm.statement === statement);
  if (own.length === 0) return [];
  const points = own.flatMap(({ planted, recovered }) =>
    "undefined" in planted || "undefined" in recovered ? [] : [[planted.value, recovered.value]],
  );
  const tau = kendallTau(
    points.map(([planted]) => planted),
    points.map(([, recovered]) => recovered),
  );
  return [{ statement, tau }];
}
