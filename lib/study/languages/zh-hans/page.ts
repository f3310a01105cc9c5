import type { PageWords } from "../language.ts";
import { checks } from "./checks.ts";
import { task } from "./task.ts";

export const page: PageWords = {
  agree: "我同意并开始",
  needsScript: "本页面需要启用 JavaScript 才能保存您的回答。",
  outOfReach: "暂时无法连接到本研究，正在重试……",
  cannotGoOn: "无法继续",

  whatToDo: "您需要做什么",
  tryIt: "先试一试",
  start: "开始",
  goodExample: "高亮区域很好地支持了这个回答：大约 {value} 分。",
  badExample: "高亮区域几乎不支持这个回答：大约 {value} 分。",
  goodExampleAlt: "很好地支持了回答的高亮区域",
  badExampleAlt: "几乎不支持回答的高亮区域",
  fullStop: "。",

  place: "第 {at} 张，共 {of} 张",
  practicePlace: "练习：第 {at} 张，共 {of} 张",
  picture: "图片，{place}",
  pictureAlt: "计算机看到的图片，带有高亮区域",
  plainPictureAlt: "计算机看到的图片",
  slowPicture: "正在等待图片，网络恢复后会立即显示。",
  progress: "进度",
  task,
  checks,

  fits: "这样评分是合适的。",
  rather: "“{low}”更合适。",
  ratherOr: "{low} 或 {high} 更合适。",
  ratherTo: "{low} 到 {high} 更合适。",
  next: "下一张",

  stop: "停止",
  stopTitle: "暂时停下吗？",
  stopText:
    "您可以关闭本页面，之后在这台设备上继续：您的回答会保留。如需在其他设备上继续，或以后退出研究，请保存{link}。拥有该链接的人都可以代您作答。",
  ownLink: "您的专属链接",
  goOn: "继续",
  withdraw: "退出研究",
  withdrawWarning: "您的所有回答都将被删除，且无法恢复。",
  withdrawFailed: "请求未能送达。您的回答仍然保留，请稍后再试。",
  deleteAnswers: "删除我的回答",

  saved: "已保存在这台设备上，稍后发送。",
  lastingTrouble: "暂时无法连接到本研究。您的回答已安全保存在这台设备上，之后会自动发送；您可以继续作答。",
  oneMoment: "请稍候",
  lastAnswers: "正在发送您最后的回答。在完成码出现之前，请不要关闭本页面。",
  thankYou: "谢谢您",
  allArrived: "您的所有回答均已收到。您的完成码：",
  returnTo: "返回 {platform}",
  returnAdvice: "最后一步：请返回 {platform}，以便该平台知道您已完成。",
  tooLateCode: "请把此代码告知 {platform}：",
  keptOfPlatform:
    "{platform} 会为您的这次参与提供一个编号；我们保存该编号，以便向该平台确认您已完成。您在 {platform} 的账号不会被保存。",
  withdrawLater: "如果以后想退出研究，请保存{link}。",
  refusals: {
    "unknown-study": {
      title: "这里没有研究",
      text: "此链接下没有研究。请检查链接是否复制完整。",
    },
    "not-open": { title: "现在还不行", text: "本研究尚未开放，请稍后再来。" },
    closed: { title: "本研究已结束", text: "本研究已结束。感谢您的关注。" },
    full: { title: "本研究已结束", text: "本研究的参与人数已满。感谢您的关注。" },
    "consent-changed": {
      title: "无法继续",
      text: "您打开本页面之后，知情同意书已有更改：请重新载入本页面。",
    },
    "no-arrival": {
      title: "此链接不完整",
      text: "请从您收到邀请的页面打开本研究：该页面的链接会说明您在那里的身份。没有保存任何内容。",
    },
    preview: {
      title: "预览",
      text: "您正在查看尚未接受的任务。接受任务后即可参加；在此之前不会保存任何内容。",
    },
    "no-place": {
      title: "无法继续",
      text: "这台设备还没有加入本研究。请重新打开链接参加。",
    },
    withdrawn: { title: "您已退出研究", text: "您的回答已被删除。谢谢您。" },
    screened: {
      title: "感谢您的关注",
      text: "第二次作答时，关于说明的问题仍有答错，因此本研究到此结束。这不会对您造成任何影响。",
    },
    "quiz-first": {
      title: "无法继续",
      text: "看图片之前需要先回答几个问题：请重新载入本页面作答。",
    },
    "not-yours": { title: "无法继续", text: "这张图片不属于您参与的部分。" },
    unavailable: { title: "现在还不行", text: "暂时无法连接到本研究，请稍后再试。" },
  },
};
