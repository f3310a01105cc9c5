import { formatNumber } from "#lib/stats/format-number.ts";
import type { RaterChecks } from "../checks/rater-checks.ts";
import { measureRange } from "../measure-words.ts";
import { analysedRaters } from "../report.ts";
import { lockWords } from "../results/primary-words.ts";
import { retestWords } from "../results/retest-words.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { type MethodsFacts, methodsFacts } from "./methods-facts.ts";
import { comparisonsBetween, trainingInEnglish } from "./methods-training.ts";
import { counted, estimateWords } from "./number-words.ts";
import type { PackArm, PackSubject } from "./pack-subject.ts";

const RELIABILITY =
  "How far raters order maps alike is Spearman’s correlation of a rater with the mean of the others [@nili2014] and the split-half reliability of maps’ means [@spearman1910; @brown1910], whose square root bounds what a metric can be expected to reach [@spearman1904].";

/** What one trial showed, by the template's way of showing. */
const SHOWN = {
  "one-arm": "one image with the map of one method and the classifier’s answer",
  classes:
    "one image several times, with the maps of one method for the class that the classifier answered and for the next likely classes, in places drawn anew",
  arms: "one image with the maps of several methods side by side",
  "beside-reference": "one image with the map of the reference method beside that of another",
  "after-training": "one image without a map, after training",
  plain: "one image without a map; answers were scored at every method’s map",
} as const;

const list = (arms: readonly PackArm[]): string => arms.map(({ label }) => escapeMarkdown(label)).join("; ");

/** The methods section in English, a paragraph each, in Markdown with citations as Pandoc reads them ([@key]). */
export function methodsInEnglish(subject: PackSubject): string[] {
  const facts = methodsFacts(subject);
  return [design(subject, facts), raters(subject), analysis(subject, facts), provenance(subject)];
}

function design({ study, template, dataset, imageCount, arms, report }: PackSubject, facts: MethodsFacts) {
  const { question, forArms, againstArms } = facts;
  const { encoding, trialsPerRater } = study.design;
  const both =
    forArms.length > 0 && againstArms.length > 0
      ? ` Maps of ${list(againstArms)} say what speaks against a class and were shown with the sentence that rules this class out; they are analysed apart from maps for a class.`
      : "";
  return [
    `${report.simulated ? "Simulated raters, who are a program and not people," : "Raters"} answered with the template “${escapeMarkdown(template.title)}”, version ${template.version}.`,
    `A trial showed ${SHOWN[template.shows.kind]} (${encoding.colourMap}, opacity ${encoding.opacity}, ${encoding.size} px, the same for every method) and asked “${escapeMarkdown(question.text)}”${question.responses.length > 0 ? `, answered by: ${question.responses.map(escapeMarkdown).join("; ")}` : ""}.`,
    `What is analysed is ${escapeMarkdown(measureRange(report.measure))}.`,
    "Which method had made a map was not shown, and all methods were asked about by the same question.",
    `${counted(arms.length, "arm")} were compared on ${counted(imageCount, "image")} of ${escapeMarkdown(dataset.name)}, version ${dataset.version}: ${list(arms)}.${both}`,
    report.betweenRaters
      ? trainingInEnglish(study.design.classes ?? [], trialsPerRater)
      : `After practice, a rater saw up to ${counted(trialsPerRater, "trial")}, in a sequence that follows from the study’s seed and the rater’s place: every arm as often as any other or nearly, and over raters every arm on each image equally often or nearly.`,
  ].join(" ");
}

/** Which checks raters were given, a sentence each. */
function checkWords({ quiz, attention, repeats }: RaterChecks, screened: number): string[] {
  return [
    ...(quiz === null
      ? []
      : [
          `Before practice raters answered a quiz on the instruction (version ${quiz}), with two tries; ${screened} failed both and went no further.`,
        ]),
    ...(attention > 0 ? [`${counted(attention, "trial")} of each rater asked for one answer in words.`] : []),
    ...(repeats > 0
      ? [
          `${counted(repeats, "trial")} of each rater came a second time, half of the trials or more later; second answers are in no mean and no comparison.`,
        ]
      : []),
  ];
}

function raters({ study, report }: PackSubject): string {
  const { consented, answering, completed, withdrawn } = report.raters;
  const who = report.simulated ? "simulated rater" : "person";
  const { flow } = report;
  const left = flow?.excluded ?? 0;
  return [
    `${counted(consented, who, report.simulated ? "simulated raters" : "people")} consented, ${answering} gave at least one answer, ${completed} completed all trials, and ${withdrawn} withdrew, whose answers were deleted.`,
    `${counted(report.ratings, "answer")} of ${counted(analysedRaters(report), "rater")} are analysed; practice is not.`,
    flow && flow.byRule.length > 0
      ? `Rules declared beforehand left out ${counted(left, "rater")}: ${flow.byRule.map(({ words, raters: broken }) => `${escapeMarkdown(words)} (${broken})`).join("; ")}.`
      : "No rule left raters out.",
    ...checkWords(study.design.checks, flow?.screened ?? 0),
    report.lock
      ? escapeMarkdown(lockWords(report))
      : "No plan was locked beforehand: the analysis is exploratory.",
  ].join(" ");
}

function analysis({ report }: PackSubject, { replicates, level, pairs }: MethodsFacts): string {
  const percentiles = level === null ? "" : ` (${formatNumber(100 * level, 2)} % for this number of raters)`;
  return [
    `Means are of all scores of an arm. Their 95 % intervals resample whole raters ${report.betweenRaters ? "of the arm " : ""}${replicates.toLocaleString("en-US")} times [@field2007] and lie between percentiles at the expanded level${report.betweenRaters ? " for their number" : percentiles} [@hesterberg2015].`,
    pairs > 0 && report.betweenRaters
      ? comparisonsBetween.en
      : pairs > 0
        ? "Every two arms of one kind of map were compared within raters: a rater’s mean score of the one less that of the other, averaged over raters, with an interval by the same resamples, Wilcoxon’s two-sided signed-rank test [@wilcoxon1945] corrected by Holm for all pairs of that kind [@holm1979], and the matched-pairs rank-biserial correlation [@kerby2014]."
        : "No two arms could be compared.",
    `Agreement of single answers is Krippendorff’s alpha [@krippendorff2004]: ${estimateWords(report.agreement)}.`,
    ...((report.reliability ?? []).length > 0 ? [RELIABILITY] : []),
    ...(report.retest ? [retestWords(report.retest)] : []),
    report.betweenRaters
      ? "Automatic metrics are averaged over the maps of training, with intervals that resample maps. What people do and what metrics measure of the model are never averaged."
      : "Automatic metrics are averaged over rated maps and correlated with mean scores over single maps (Spearman), kinds of map apart; intervals of both resample maps. What people judge and what metrics measure of the model are never averaged.",
  ].join(" ");
}

function provenance({ study, run, provenance: { software, anchor, asOf } }: PackSubject): string {
  const log =
    anchor === null
      ? `The study was begun before studies had an event log. Data are as of ${asOf}.`
      : `Data are as of ${asOf}; the study’s event log ends there at ${anchor}.`;
  return `Computed by Whynot ${escapeMarkdown(software)}; seed of the study and its bootstraps ${study.seed}, of the explanations ${run.seed}. ${log}`;
}
