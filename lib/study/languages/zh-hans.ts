import type { Language } from "./language.ts";
import { page } from "./zh-hans/page.ts";
import { quiz } from "./zh-hans/quiz.ts";
import { templates } from "./zh-hans/templates.ts";

export const zhHans: Language = {
  name: "简体中文",
  page,
  consent: {
    paragraphs: (task, minutes, contact) => [
      `${task}大约需要 ${minutes} 分钟。`,
      "参加完全出于自愿。您可以随时停止，以后也可以退出：届时您的回答将被删除。",
      "我们保存您的回答以及每次作答所用的时间。我们不保存姓名、地址或任何有关您设备的信息。回答可能会公开发表，但不会与您本人有任何关联。",
      contact ? `有疑问？请联系 ${contact}。` : "有疑问？请联系给您此链接的人或平台。",
    ],
    retention: (months) =>
      `研究结束 ${months} 个月后，我们会删除能将回答与您联系起来的信息：您的参与密钥、完成码，以及推荐您来的平台告诉我们的内容。回答本身会保留，但此后无人能分辨哪些是您的，因此也就无法再删除。`,
  },
  practice: {
    most: (answer) => `高亮区域大部分落在使“${answer}”成为合理回答的部位上。`,
    part: "高亮区域一部分落在该部位上，一部分落在旁边。",
    hardlyAny: (answer) => `高亮区域几乎没有落在使“${answer}”成为合理回答的部位上。`,
    answerIsRight: "计算机的回答是正确的。",
    answerIsWrong: "计算机的回答是错误的。",
    computerAnswered: (answer) => `计算机的回答是“${answer}”。`,
  },
  templates,
  quiz,
};
