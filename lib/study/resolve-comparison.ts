import { AppError } from "#lib/errors.ts";
import type { ArmClasses } from "./arm-classes.ts";
import { setsOf } from "./conditions.ts";
import type { StudyDesign } from "./design.ts";
import { MOST_PANELS } from "./response-details.ts";
import type { Statement, StudyTemplate } from "./template.ts";
import { leastPanels, templateOptions } from "./template-options.ts";

/** An arm of a run that a study may compare. */
export interface ComparableArm {
  readonly id: string;
  readonly label: string;
  readonly statement: Statement;
  readonly classes: ArmClasses;
  /** How the classes of its maps were chosen. */
  readonly targetRule?: string;
}

/** What may be asked of a study beyond its template; what is undefined is left to the template. */
export interface ComparisonWish {
  readonly panels?: number;
  readonly referenceArmId?: string;
  readonly points?: number;
  readonly order: StudyDesign["order"];
  /** Whether an arm shows the picture without a map. */
  readonly control: boolean;
  /** Whether raters are told the names of the classes that a trial shows maps of. */
  readonly classNames?: boolean;
}

type Comparison = Pick<StudyDesign, "panels" | "referenceArm" | "points" | "order" | "classNames">;

/** Beyond so many different sets of pictures hardly any is judged twice. */
const MOST_SETS = 300;

/** Of how many classes a template needs each arm's maps: of the one that the computer names, or of every one. */
export const classesOf = ({ shows }: StudyTemplate): ArmClasses =>
  shows.kind === "classes" ? "every" : "one";

/** The arms with maps of as many classes as a template shows. */
export const comparableArms = <Arm extends Pick<ComparableArm, "classes">>(
  template: StudyTemplate,
  arms: readonly Arm[],
): Arm[] => arms.filter(({ classes }) => classes === classesOf(template));

/**
 * The arms a template can compare when nobody has chosen any: with maps of as many classes as it needs, those that make its
 * statement, or where trials show one answer for several arms, those for a class, unless there are fewer than two.
 */
export function defaultArms<Arm extends ComparableArm>(template: StudyTemplate, all: readonly Arm[]): Arm[] {
  const arms = comparableArms(template, all);
  const stating = (statement: Statement) => arms.filter((arm) => arm.statement === statement);
  if (template.shows.kind === "after-training") return stating("for").filter(isOfPrediction);
  if (template.only !== null) return stating(template.only);
  if (template.shows.kind === "one-arm") return [...arms];
  return stating("for").length >= 2 || stating("against").length < 2 ? stating("for") : stating("against");
}

/** Whether its maps are of the class that the model answers. */
const isOfPrediction = ({ targetRule }: ComparableArm): boolean => targetRule === "predicted";

/**
 * How a study compares these arms, from its template and what was asked for.
 * @throws AppError `invalid`, saying what the template needs instead
 */
export function resolveComparison(
  template: StudyTemplate,
  arms: readonly ComparableArm[],
  wish: ComparisonWish,
): Comparison {
  const { title, shows } = template;
  const options = templateOptions(template);
  checkClasses(template, arms);
  checkStatements(template, arms);
  if (wish.control && !template.control)
    throw refused(`"${title}" asks about a map, so that it has no arm without one: leave the control out.`);
  if (wish.order === "carry-over" && !options.order)
    throw refused(`The order of arms is balanced where a trial shows one map; "${title}" is left to chance.`);
  if (wish.classNames && !options.classNames)
    throw refused(`"${title}" shows no maps of several classes whose names could be told.`);
  if (wish.points !== undefined && !options.points)
    throw refused(`"${title}" has no scale whose points can be chosen.`);
  const panels = resolvePanels(template, arms.length, wish.panels);
  const referenceArm = resolveReference(template, arms, wish.referenceArmId);
  const shown = arms.map(() => ({ plain: false }));
  if (shows.kind === "arms" && setsOf({ shows, arms: shown, panels, referenceArm }).length > MOST_SETS)
    throw refused(
      `${panels} of ${arms.length} arms at a time are too many different sets of pictures: choose fewer arms.`,
    );
  const { points = null, order, classNames = false } = wish;
  return { panels, referenceArm, points, order, classNames };
}

function checkClasses(template: StudyTemplate, arms: readonly ComparableArm[]): void {
  const { title } = template;
  const needed = classesOf(template);
  const other = arms.filter(({ classes }) => classes !== needed);
  const alike = other.filter(({ classes }) => classes === "alike");
  if (needed === "one" && other.length > 0)
    throw refused(
      `"${title}" shows one map of an image, and ${labelsOf(other)} have one of every class: leave them out.`,
    );
  if (alike.length > 0)
    throw refused(
      `"${title}" compares maps of several classes, and those of ${labelsOf(alike)} are the same for each class: leave them out.`,
    );
  if (other.length > 0)
    throw refused(
      `"${title}" needs maps of every class, and ${labelsOf(other)} have one of each image: start a run whose arms explain every class.`,
    );
  if (needed === "every" && arms.length === 0)
    throw refused(
      `"${title}" needs maps of every class: choose a run with arms that explain every class, or start one.`,
    );
}

function checkStatements({ title, only, shows }: StudyTemplate, arms: readonly ComparableArm[]): void {
  if (shows.kind === "after-training" && arms.length === 0)
    throw refused(
      `"${title}" asks what the computer answers: choose a run that explains the class it predicts.`,
    );
  const other = arms.filter(({ statement }) => only !== null && statement !== only);
  const kind = only === "against" ? "rule a class out" : "speak for a class";
  if (other.length > 0)
    throw refused(
      `"${title}" is about maps that ${kind}: leave out ${labelsOf(other)}, or choose another template.`,
    );
  if (arms.length === 0)
    throw refused(
      only === null
        ? "This study is empty: choose at least one arm of the run to be rated."
        : `"${title}" is about maps that ${kind}: the run has no such arm.`,
    );
  if (shows.kind === "after-training" && !arms.every(isOfPrediction))
    throw refused(
      `"${title}" asks what the computer answers: leave out ${labelsOf(arms.filter((arm) => !isOfPrediction(arm)))}, whose maps are not of the class it predicts.`,
    );
  const against = arms.filter(({ statement }) => statement === "against");
  if (shows.kind !== "one-arm" && only === null && against.length > 0 && against.length < arms.length)
    throw refused(
      `A trial of "${title}" has one answer for all its maps, and ${labelsOf(against)} rule a class out where the others name one: choose arms of one kind.`,
    );
}

function resolvePanels(template: StudyTemplate, arms: number, wish?: number): number {
  const { title, shows, response } = template;
  if (wish !== undefined && templateOptions(template).leastPanels === null)
    throw refused(`How many pictures a trial shows is fixed in "${title}": leave it out.`);
  if (shows.kind === "one-arm" || shows.kind === "plain" || shows.kind === "after-training") return 1;
  if (shows.kind === "classes") return shows.count;
  const least = leastPanels(response.kind);
  if (arms < least)
    throw refused(`"${title}" needs ${least} arms or more to compare: this study has ${arms}.`);
  if (shows.kind === "beside-reference") return 2;
  const panels = wish ?? Math.min(shows.count, arms);
  if (panels < least || panels > Math.min(arms, MOST_PANELS))
    throw refused(
      `"${title}" can show ${least} to ${Math.min(arms, MOST_PANELS)} of these ${arms} arms at a time, not ${panels}.`,
    );
  return panels;
}

function resolveReference(
  { title, shows }: StudyTemplate,
  arms: readonly ComparableArm[],
  wanted?: string,
): number | null {
  if (shows.kind !== "beside-reference") {
    if (wanted !== undefined) throw refused(`"${title}" has no reference arm: leave it out.`);
    return null;
  }
  const at = wanted === undefined ? 0 : arms.findIndex(({ id }) => id === wanted);
  if (at < 0) throw refused("The reference is one of the study's own arms.");
  return at;
}

const labelsOf = (arms: readonly ComparableArm[]): string => arms.map(({ label }) => label).join(", ");
const refused = (message: string): AppError => new AppError("invalid", message);
