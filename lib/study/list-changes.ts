import { checkWords } from "./checks/check-words.ts";
import type { StudyDesign } from "./design.ts";
import { declaredRules } from "./exclusions/exclusion-rules.ts";
import { LANGUAGES } from "./languages/languages.ts";

/** A study as far as a new version of it may differ. */
export interface ComparedStudy {
  readonly name: string;
  readonly template: { readonly id: string; readonly version: number };
  readonly run: string;
  readonly seed: number;
  /** Labels of its arms, in order. */
  readonly arms: readonly string[];
  /** How many images are rated, and what their list comes to. */
  readonly images: { readonly count: number; readonly digest: string };
  readonly design: Omit<StudyDesign, "contact" | "stimulusBytes">;
}

/**
 * What a new version of a study changes, a sentence each, in words of the form; none where the same study is done again. A part of the
 * design without words of its own is named as the design names it, so that nothing changes unsaid.
 */
export function listChanges(before: ComparedStudy, after: ComparedStudy): string[] {
  const rows: [name: string, before: string, after: string][] = [
    ["Name", quoted(before.name), quoted(after.name)],
    ["Template", templateOf(before), templateOf(after)],
    ["Run", quoted(before.run), quoted(after.run)],
    ["Arms", before.arms.join(", "), after.arms.join(", ")],
    ["Seed", String(before.seed), String(after.seed)],
    ...designRows(before.design, after.design),
  ];
  const changed = rows.filter(([, old, now]) => old !== now).map((row) => sentence(...row));
  return [...changed, ...imageChange(before, after)];
}

const sentence = (name: string, before: string, after: string) => `${name}: ${after}, before ${before}.`;
const quoted = (text: string) => `“${text}”`;
const templateOf = ({ template }: ComparedStudy) => `${template.id}, version ${template.version}`;

function imageChange({ images: before }: ComparedStudy, { images: after }: ComparedStudy): string[] {
  if (before.digest === after.digest) return [];
  return before.count === after.count
    ? [`Images: ${after.count} rated, not the same ones.`]
    : [sentence("Images", String(before.count), `${after.count} rated`)];
}

type Design = ComparedStudy["design"];
type Words = {
  [Part in keyof Design]?: readonly [name: string, words: (value: Design[Part]) => string];
};

const number = (value: number | null) => (value === null ? "left to the template" : String(value));

const WORDS: Words = {
  trialsPerRater: ["Trials a person", String],
  panels: ["Pictures a trial", String],
  referenceArm: ["Reference arm", (at) => (at === null ? "none" : `number ${at + 1}`)],
  points: ["Points of the scale", number],
  order: ["Order of the arms", (order) => (order === "random" ? "by chance" : "balanced for carry-over")],
  quota: ["Most people", (quota) => (quota === null ? "no limit" : String(quota))],
  language: ["Language", (tag) => LANGUAGES[tag].name],
  consentVersion: ["Consent text", String],
  exclusions: [
    "Left out",
    (rules) =>
      declaredRules(rules)
        .map(({ words }) => `whoever ${words}`)
        .join("; ") || "nobody",
  ],
  checks: ["Checks", checkWords],
  classes: ["Classes to choose from", (classes) => classes?.join(", ") ?? "none"],
  classNames: ["Names of the classes", (told) => (told ? "told" : "not told")],
  retentionMonths: [
    "Personal data erased",
    (months) => (months === null ? "never" : `${months} ${months === 1 ? "month" : "months"} after closing`),
  ],
};

/** Nothing that participants or analysis notice. */
const UNSEEN = new Set(["openWhenReady", "simulatedRaters", "contact", "stimulusBytes"]);

function designRows(before: Design, after: Design): [string, string, string][] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Design)[];
  return parts
    .filter((part) => !UNSEEN.has(part))
    .map((part) => {
      const [name, words] = (WORDS[part] ?? [part, JSON.stringify]) as [string, (value: unknown) => string];
      return [name, words(before[part]), words(after[part])];
    });
}
