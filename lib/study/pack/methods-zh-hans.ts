import { formatInterval, formatNumber } from "#lib/stats/format-number.ts";
import type { RaterChecks } from "../checks/rater-checks.ts";
import { measureRange } from "../measure-words.ts";
import { analysedRaters, type Estimate } from "../report.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { type MethodsFacts, methodsFacts } from "./methods-facts.ts";
import { comparisonsBetween, trainingInChinese } from "./methods-training.ts";
import type { PackArm, PackSubject } from "./pack-subject.ts";

const RELIABILITY =
  "评分者对显著图排序的一致程度用每位评分者与其余评分者均值的 Spearman 相关 [@nili2014] 以及显著图均值的折半信度 [@spearman1910; @brown1910] 表示，后者的平方根是自动指标相关性可期望达到的上限 [@spearman1904]。";

/** What one trial showed, by the template's way of showing. */
const SHOWN = {
  "one-arm": "一幅图像、一种方法的显著图以及分类器的回答",
  classes: "同一幅图像的若干次重复，分别带有同一方法对分类器所答类别及其后最可能类别的显著图，位置随机排列",
  arms: "一幅图像以及并排的若干方法的显著图",
  "beside-reference": "一幅图像，参照方法与另一方法的显著图并排",
  "after-training": "训练之后一幅不带显著图的图像",
  plain: "一幅不带显著图的图像，回答按每种方法的显著图计分",
} as const;

const list = (arms: readonly PackArm[]): string => arms.map(({ label }) => escapeMarkdown(label)).join("；");

/** The methods section in Simplified Chinese, as `methodsInEnglish` has it. */
export function methodsInChinese(subject: PackSubject): string[] {
  const facts = methodsFacts(subject);
  return [design(subject, facts), raters(subject), analysis(subject, facts), provenance(subject)];
}

function design({ study, template, dataset, imageCount, arms, report }: PackSubject, facts: MethodsFacts) {
  const { question, forArms, againstArms } = facts;
  const { encoding, trialsPerRater } = study.design;
  const both =
    forArms.length > 0 && againstArms.length > 0
      ? `${list(againstArms)} 的显著图说明哪些证据不支持某一类别，展示时配以排除该类别的语句，并与支持类别的显著图分开分析。`
      : "";
  return [
    `${report.simulated ? "由程序模拟的评分者（并非真人）" : "评分者"}使用模板“${escapeMarkdown(template.title)}”（第 ${template.version} 版）作答。`,
    `每个试次展示${SHOWN[template.shows.kind]}（配色 ${encoding.colourMap}，不透明度 ${encoding.opacity}，${encoding.size} 像素，所有方法相同），并提问“${escapeMarkdown(question.text)}”${question.responses.length > 0 ? `，可选回答：${question.responses.map(escapeMarkdown).join("；")}` : ""}。`,
    `分析的量为 ${escapeMarkdown(measureRange(report.measure))}。`,
    "评分者不知道显著图由何种方法生成，所有方法使用同一问题。",
    `研究在数据集 ${escapeMarkdown(dataset.name)}（第 ${dataset.version} 版）的 ${imageCount} 幅图像上比较了 ${arms.length} 个实验臂：${list(arms)}。${both}`,
    report.betweenRaters
      ? trainingInChinese(study.design.classes ?? [], trialsPerRater)
      : `练习之后，每位评分者最多完成 ${trialsPerRater} 个试次，其顺序由研究的随机种子和评分者的序号决定：每位评分者看到各实验臂的次数相同或几乎相同，就全体评分者而言，各实验臂在每幅图像上出现的次数也相同或几乎相同。`,
  ].join("");
}

/** Which checks raters were given. */
function checkWords({ quiz, attention, repeats }: RaterChecks, screened: number): string {
  return [
    quiz === null
      ? ""
      : `练习之前，评分者就说明回答一组问题（第 ${quiz} 版），有两次机会；${screened} 人两次均未通过，未继续参与。`,
    attention > 0 ? `每位评分者有 ${attention} 个试次以文字要求选择某一回答。` : "",
    repeats > 0
      ? `每位评分者有 ${repeats} 个试次在间隔至少一半试次之后再次呈现；第二次回答不计入任何均值或比较。`
      : "",
  ].join("");
}

function raters({ study, report }: PackSubject): string {
  const { consented, answering, completed, withdrawn } = report.raters;
  const who = report.simulated ? "名模拟评分者" : "人";
  const { flow, lock } = report;
  const rules =
    flow && flow.byRule.length > 0
      ? `按事先声明的规则排除 ${flow.excluded} ${who}：${flow.byRule.map(({ words, raters: broken }) => `${escapeMarkdown(words)}（${broken}）`).join("；")}。`
      : "没有规则排除任何评分者。";
  const plan = lock
    ? `研究计划已锁定（SHA-256 ${lock.hash}），锁定前有 ${lock.answersBefore} 个回答，锁定后有 ${lock.answersAfter} 个。`
    : "研究计划未事先锁定，分析为探索性。";
  return `共 ${consented} ${who}表示同意参与，${answering} ${who}至少回答过一次，${completed} ${who}完成全部试次，${withdrawn} ${who}退出，其回答已被删除。分析使用 ${analysedRaters(report)} ${who}的 ${report.ratings} 个回答，不含练习。${rules}${checkWords(study.design.checks, flow?.screened ?? 0)}${plan}`;
}

function analysis({ report }: PackSubject, { replicates, level, pairs }: MethodsFacts): string {
  const percentiles = level === null ? "" : `（按本研究评分者人数为 ${formatNumber(100 * level, 2)}%）`;
  return [
    `均值取一个实验臂的全部得分。其 95% 区间以${report.betweenRaters ? "该实验臂的" : ""}评分者为整体重抽样 ${replicates} 次 [@field2007]，并取扩展水平${report.betweenRaters ? "（按其人数）" : percentiles}的百分位数 [@hesterberg2015]。`,
    pairs > 0 && report.betweenRaters
      ? comparisonsBetween.zh
      : pairs > 0
        ? "同一类显著图的每两个实验臂在评分者内部进行比较：每位评分者对两者得分均值之差，再对评分者取平均，区间使用相同的重抽样；检验为双侧 Wilcoxon 符号秩检验 [@wilcoxon1945]，并对该类的所有配对作 Holm 校正 [@holm1979]；效应量为配对秩二列相关 [@kerby2014]。"
        : "没有可以比较的两个实验臂。",
    `单个回答的一致性用 Krippendorff alpha [@krippendorff2004] 表示：${estimateInChinese(report.agreement)}。`,
    ...((report.reliability ?? []).length > 0 ? [RELIABILITY] : []),
    ...(report.retest
      ? [
          `评分者对重复呈现的 ${report.retest.trials} 个试次作出相同回答的比例为 ${estimateInChinese(report.retest.same)}，两次回答的 Cohen kappa${report.retest.weights === "quadratic" ? "（平方权重）" : ""}为 ${estimateInChinese(report.retest.kappa)}。`,
        ]
      : []),
    report.betweenRaters
      ? "自动指标对训练所用的显著图取平均，区间对显著图重抽样。人的表现与衡量模型的指标从不合并平均。"
      : "自动指标对被评分的显著图取平均，并在单张显著图上与平均得分计算 Spearman 相关，两类显著图分开计算；两者的区间均对显著图重抽样。人的判断与衡量模型的指标从不合并平均。",
  ].join("");
}

function estimateInChinese(estimate: Estimate): string {
  return "undefined" in estimate
    ? `未定义（${estimate.undefined}）`
    : `${formatNumber(estimate.value, 2)} ${formatInterval(estimate.low, estimate.high, 2)}`;
}

function provenance({ study, run, provenance: { software, anchor, asOf } }: PackSubject): string {
  const log =
    anchor === null
      ? `研究开始时尚无事件日志，数据截至 ${asOf}。`
      : `数据截至 ${asOf}；研究的事件日志在该处止于 ${anchor}。`;
  return `由 Whynot ${escapeMarkdown(software)} 计算；研究及其自助法的随机种子为 ${study.seed}，解释的随机种子为 ${run.seed}。${log}`;
}
