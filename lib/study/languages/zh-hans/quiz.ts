import type { QuizQuestion } from "../../quiz/question.ts";
import type { TemplateId } from "../../template-id.ts";

const area: QuizQuestion = {
  question: "高亮区域表示什么？",
  options: ["图片中最亮的地方", "据称计算机所看的部位", "其他人所看的部位"],
  right: 1,
  because: "它表示据称计算机所看的部位。",
};

const wrongAnswer: QuizQuestion = {
  question: "您认为计算机的回答是错的。您要判断什么？",
  options: ["仍然判断高亮区域对该回答的支持程度", "回答是否正确", "什么都不判断，跳过这张图片"],
  right: 0,
  because: "无论回答是否正确，您都只判断高亮区域。",
};

const whyNot: QuizQuestion = {
  question: "计算机的回答是“不是考拉”。高亮区域应当显示什么？",
  options: ["考拉具有的特征", "图片的背景", "表明不是考拉的地方"],
  right: 2,
  because: "回答说的是图片不是什么，因此高亮区域应当显示与之相悖的地方。",
};

const mayBeWrong: QuizQuestion = {
  question: "计算机的回答是正确的吗？",
  options: ["总是正确", "总是错误", "有些正确，有些可能错误"],
  right: 2,
  because: "回答可能正确，也可能错误。",
};

const ownView: QuizQuestion = {
  question: "高亮区域落在物体上，但您认为回答是错的。您怎么作答？",
  options: ["表示回答是错的", "表示回答是对的", "按计算机希望的作答"],
  right: 0,
  because: "请说出您对回答的看法；高亮区域只是供您参考。",
};

const computersAnswer: QuizQuestion = {
  question: "您自己会给出与计算机不同的回答。您选择哪一个？",
  options: ["我自己会给的回答", "我认为计算机给出的回答", "任意一个"],
  right: 1,
  because: "问题是计算机回答了什么，即使您自己会有不同的回答。",
};

const mark: QuizQuestion = {
  question: "您要在图片中标出什么？",
  options: ["图片中的一切", "我最喜欢的地方", "我作出该回答所依据的地方"],
  right: 2,
  because: "请只标出您作出该回答所依据的地方。",
};

const nothingSupports: QuizQuestion = {
  question: "图片中没有任何地方支持该回答。您怎么做？",
  options: ["标出最接近的地方", "标出图片的一角", "关闭页面"],
  right: 0,
  because: "如果没有任何地方支持该回答，请标出最接近的地方。",
};

export const quiz: Readonly<Record<TemplateId, readonly QuizQuestion[]>> = {
  "plausibility-rating": [area, wrongAnswer],
  "why-not-rating": [area, whyNot],
  "pairwise-preference": [area, wrongAnswer],
  "side-by-side": [area, wrongAnswer],
  ranking: [area, wrongAnswer],
  "best-worst": [area, wrongAnswer],
  "hive-agreement": [area, mayBeWrong, ownView],
  "hive-distinction": [area, mayBeWrong, computersAnswer],
  "forward-simulation": [mayBeWrong, computersAnswer],
  "accept-reject": [area, mayBeWrong, ownView],
  "region-brush": [mark, nothingSupports],
  pointing: [mark, nothingSupports],
};
