import type { TemplateId } from "../../template-id.ts";
import type { TemplateWording } from "../language.ts";

const lead = "计算机的回答：";
const answer = {
  for: (className: string) => className,
  against: (className: string) => `不是 ${className}`,
};
const instructionAgainst =
  "有些回答说的是图片不是什么。这时高亮区域应当显示与之不符的地方：那样的图片不会有的东西。";
const markAgainst = "有些回答说的是图片不是什么。这时请标出与之不符的地方：那样的图片不会有的东西。";

const severalAreas =
  "计算机看了一些图片，并对每张图片给出了一个回答。同一张图片会出现多次，每次的高亮区域都不同。每个高亮区域都声称显示了计算机看了哪里。";

const twoAreas: TemplateWording = {
  invitation: {
    title: "比较计算机看了哪里",
    task: (trials) => `您将看到 ${trials} 对图片，并比较其中的高亮区域。`,
  },
  lead,
  question: "哪个高亮区域更能支持这个回答？",
  answer,
  responses: ["A", "B", "两者一样好", "两者都不支持"],
  instruction: [
    "计算机看了一些图片，并对每张图片给出了一个回答。同一张图片会出现两次，即 A 和 B，高亮区域各不相同。两个高亮区域都声称显示了计算机看了哪里。",
    "请只评价哪个高亮区域更能支持这个回答，而不是回答是否正确。",
  ],
  instructionAgainst,
};

export const templates: Readonly<Record<TemplateId, TemplateWording>> = {
  "plausibility-rating": {
    invitation: {
      title: "评价计算机看了哪里",
      task: (trials) => `您将看到 ${trials} 张图片，并评价每张图片中的一个高亮区域。`,
    },
    lead,
    question: "高亮区域在多大程度上支持这个回答？",
    answer,
    responses: ["完全不支持", "完全支持"],
    instruction: [
      "计算机看了一些图片，并对每张图片给出了一个回答。高亮区域显示它声称自己看了哪里。",
      "请只评价高亮区域在多大程度上支持这个回答，而不是回答是否正确。",
    ],
    instructionAgainst,
  },
  "why-not-rating": {
    invitation: {
      title: "评价计算机看了哪里",
      task: (trials) => `您将看到 ${trials} 张图片，并评价每张图片中的一个高亮区域。`,
    },
    lead,
    question: "高亮区域在多大程度上说明了为什么不是？",
    answer,
    responses: ["完全没有说明", "完全说明了"],
    instruction: [
      "计算机看了一些图片，并说出每张图片不是什么。高亮区域显示它声称自己看了哪里。",
      "请只评价高亮区域在多大程度上说明了为什么不是，而不是回答是否正确。",
    ],
    instructionAgainst: "高亮区域应当显示与之不符的地方：那样的图片不会有的东西。",
  },
  "pairwise-preference": twoAreas,
  "side-by-side": twoAreas,
  ranking: {
    invitation: {
      title: "比较计算机看了哪里",
      task: (trials) => `您将看到 ${trials} 张图片，并为每张图片的高亮区域排序。`,
    },
    lead,
    question: "请为高亮区域排序：最能支持这个回答的排在第一。",
    answer,
    responses: [],
    instruction: [severalAreas, "请只评价每个高亮区域在多大程度上支持这个回答，而不是回答是否正确。"],
    instructionAgainst,
  },
  "best-worst": {
    invitation: {
      title: "比较计算机看了哪里",
      task: (trials) => `您将看到 ${trials} 张图片，并为每张图片选出最好和最差的高亮区域。`,
    },
    lead,
    question: "哪个高亮区域最能支持这个回答，哪个最不能？",
    answer,
    responses: [],
    instruction: [severalAreas, "请只评价每个高亮区域在多大程度上支持这个回答，而不是回答是否正确。"],
    instructionAgainst,
  },
  "hive-agreement": {
    invitation: {
      title: "判断计算机的回答",
      task: (trials) => `您将看到 ${trials} 张图片，并判断计算机对每张图片的回答。`,
    },
    lead,
    question: "计算机的回答是错误的还是正确的？",
    answer,
    responses: ["错误，比较确定", "错误，不太确定", "正确，不太确定", "正确，比较确定"],
    instruction: [
      "计算机看了一些图片，并对每张图片给出了一个回答。如果有高亮区域，它显示计算机声称自己看了哪里。",
      "回答可能正确，也可能错误。请说出您认为是哪一种，以及您有多确定。",
    ],
    instructionAgainst,
  },
  "hive-distinction": {
    invitation: {
      title: "找出计算机的回答",
      task: (trials) => `您将看到 ${trials} 张图片，并在几个回答中指出计算机对每张图片给出了哪一个。`,
    },
    lead: "计算机给出了其中一个回答。",
    question: "计算机给出了哪个回答？",
    answer,
    responses: [],
    instruction: [
      "计算机看了一些图片，并对每张图片从几个回答中选择了一个。同一张图片会出现多次：每个回答一次。高亮区域（如果有）显示计算机声称支持该回答的地方。",
      "请指出计算机给出了哪个回答。它可能正确，也可能错误；它的图片可能排在任何位置。",
    ],
    instructionAgainst,
  },
  "forward-simulation": {
    invitation: {
      title: "预测计算机的回答",
      task: (trials) => `您将看到 ${trials} 张图片，并预测计算机对每张图片的回答。`,
    },
    lead: "计算机看了这张图片。",
    question: "计算机的回答是什么？",
    answer,
    responses: [],
    instruction: [
      "首先是练习图片：请说出您认为计算机的回答是什么，随后会告诉您它的回答。如果有高亮区域，它显示计算机声称自己看了哪里。",
      "然后是新的图片，没有高亮区域，也不再告诉您它的回答。请说出计算机的回答，即使您自己会作出别的回答。",
    ],
    instructionAgainst,
  },
  "accept-reject": {
    invitation: {
      title: "判断计算机的回答",
      task: (trials) => `您将看到 ${trials} 张图片，并接受或拒绝计算机对每张图片的回答。`,
    },
    lead,
    question: "您接受还是拒绝这个回答？",
    answer,
    responses: ["接受", "拒绝"],
    instruction: [
      "计算机看了一些图片，并对每张图片给出了一个回答。如果有高亮区域，它显示计算机声称自己看了哪里。",
      "回答可能正确，也可能错误。如果您认为它正确，请接受；如果您认为它错误，请拒绝。",
    ],
    instructionAgainst,
  },
  "region-brush": {
    invitation: {
      title: "标出图片中重要的部分",
      task: (trials) => `您将看到 ${trials} 张图片，并涂出每张图片中重要的部分。`,
    },
    lead: "回答：",
    question: "请涂出您会据以作出这个回答的部分。",
    answer,
    responses: [],
    instruction: [
      "您将看到一些图片，每张都有一个回答。请涂出图片中您会据以作出这个回答的部分，不要涂其他部分。",
      "回答可能正确，也可能错误。如果没有任何部分支持它，请涂出最接近的部分。",
    ],
    instructionAgainst: markAgainst,
  },
  pointing: {
    invitation: {
      title: "标出图片中重要的部分",
      task: (trials) => `您将看到 ${trials} 张图片，并在每张图片中指出一处。`,
    },
    lead: "回答：",
    question: "请指出您最会据以作出这个回答的位置。",
    answer,
    responses: [],
    instruction: [
      "您将看到一些图片，每张都有一个回答。请指出图片中您最会据以作出这个回答的一处位置。",
      "回答可能正确，也可能错误。如果没有任何位置支持它，请指出最接近的位置。",
    ],
    instructionAgainst: markAgainst,
  },
};
