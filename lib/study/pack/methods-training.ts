import { escapeMarkdown } from "./escape-markdown.ts";
import { counted } from "./number-words.ts";

/** What a methods section says of a study in which each rater is taught by the maps of one arm and then tested without. */
export function trainingInEnglish(classes: readonly string[], trials: number): string {
  return [
    "Each rater belonged to one arm, by the order of joining, so that the sizes of arms differ by at most one.",
    "In training all raters met the same images: they said what they thought the classifier had answered, with the map of their arm (in the control arm without a map), and were then told its answer [@colin2022].",
    `They then predicted its answers to ${counted(trials, "new image")} without maps and without being told, choosing among ${counted(classes.length, "class", "classes")} (${classes.map(escapeMarkdown).join("; ")}), offered to everybody in the same order.`,
    "A prediction counts as right where it is the classifier’s answer, whatever the image’s true class. Raters who joined one after the other, one of each arm, were tested on the same images in the same order, in a sequence that follows from the study’s seed.",
  ].join(" ");
}

export function trainingInChinese(classes: readonly string[], trials: number): string {
  return [
    "每位评分者只属于一个实验臂，由加入顺序决定，因此各实验臂人数最多相差一人。",
    "训练阶段所有评分者看到相同的图像：他们在看到本实验臂显著图（对照组不带显著图）的情况下先说出自己认为分类器的回答，随后被告知分类器的回答 [@colin2022]。",
    `之后他们在没有显著图、也不被告知回答的情况下预测分类器对 ${trials} 幅新图像的回答，从 ${classes.length} 个类别（${classes.map(escapeMarkdown).join("；")}）中选择，所有人看到的类别顺序相同。`,
    "只要与分类器的回答一致即算预测正确，与图像的真实类别无关。相继加入、分属各实验臂的评分者以相同顺序在相同图像上接受测试，其序列由研究的随机种子决定。",
  ].join("");
}

/** How arms are compared between raters. */
export const comparisonsBetween = {
  en: "Every two arms were compared between raters: the mean of raters’ mean scores in the one arm less that in the other, with an interval that resamples the raters of each arm, a two-sided Mann-Whitney test of raters’ mean scores [@mann1947] corrected by Holm for all pairs [@holm1979], and Cliff’s delta [@cliff1993]. The utility of an arm is its mean score divided by that of the control arm [@colin2022].",
  zh: "每两个实验臂在评分者之间进行比较：两臂评分者得分均值的平均之差，区间对各臂评分者分别重抽样；检验为对评分者得分均值的双侧 Mann-Whitney 检验 [@mann1947]，并对所有配对作 Holm 校正 [@holm1979]；效应量为 Cliff delta [@cliff1993]。一个实验臂的效用为其平均得分与对照臂平均得分之比 [@colin2022]。",
} as const;
