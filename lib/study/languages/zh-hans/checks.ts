import type { CheckWords } from "../check-words.ts";

export const checks: CheckWords = {
  quizTitle: "开始之前",
  quizLead: "请就刚才阅读的内容回答几个问题。您有两次机会。",
  quizLastTry: "这是您的第二次机会，也是最后一次。",
  quizDone: "检查我的回答",
  quizUnanswered: "请回答每一个问题。",
  quizSending: "请稍候……",
  quizOffline: "暂时无法连接到本研究。您的回答已保留，恢复连接后会立即发送。",

  reviewTitle: "还差一点",
  reviewLead: "下面是您答对和答错的问题。请再读一遍说明，然后重新作答一次。",
  reviewRight: "正确。",
  reviewWrong: "不正确。",
  readAgain: "再读一遍说明",
  toQuiz: "去回答问题",

  attentionTitle: "确认您在认真阅读",
  attentionAsk: "无论您对这张图片怎么看，请在这里选择“{value}”。",

  breakTitle: "休息一下",
  breakText: "已完成 {done} 张，共 {of} 张，您的回答均已保留。请随时继续。",
};
