import type { PageWords } from "../language.ts";
import { checks } from "./checks.ts";
import { task } from "./task.ts";

export const page: PageWords = {
  agree: "I agree and want to start",
  needsScript: "This page needs JavaScript to save your answers.",
  outOfReach: "The study can’t be reached just now. Trying again …",
  cannotGoOn: "This can’t go on",

  whatToDo: "What to do",
  tryIt: "Try it",
  start: "Start",
  goodExample: "The highlighted area supports it well: about {value}.",
  badExample: "The highlighted area hardly supports it: about {value}.",
  goodExampleAlt: "A highlighted area that supports it well",
  badExampleAlt: "A highlighted area that hardly supports it",
  fullStop: ".",

  place: "{at} of {of}",
  practicePlace: "Practice {at} of {of}",
  picture: "Picture {place}",
  pictureAlt: "What the computer was shown, with the highlighted area",
  plainPictureAlt: "What the computer was shown",
  slowPicture: "Waiting for the picture. It comes as soon as the line is back.",
  progress: "Progress",
  task,
  checks,

  fits: "That fits.",
  rather: "Rather “{low}”.",
  ratherOr: "Rather {low} or {high}.",
  ratherTo: "Rather {low} to {high}.",
  next: "Next",

  stop: "Stop",
  stopTitle: "Stop for now?",
  stopText:
    "You can close this page and come back on this device: your answers are kept. To go on elsewhere, or to withdraw later, keep {link}. Whoever has it can answer in your place.",
  ownLink: "your own link",
  goOn: "Go on",
  withdraw: "Withdraw from the study",
  withdrawWarning: "All your answers will be deleted. This can’t be undone.",
  withdrawFailed: "That did not reach the study. Your answers are still there; try again in a moment.",
  deleteAnswers: "Delete my answers",

  saved: "Saved on this device, will send.",
  lastingTrouble:
    "The study can’t be reached just now. Your answers are safe on this device and will be sent; you can go on.",
  oneMoment: "One moment",
  lastAnswers: "Your last answers are being sent. Please keep this page open until your code appears.",
  thankYou: "Thank you",
  allArrived: "All your answers have arrived. Your completion code:",
  returnTo: "Return to {platform}",
  returnAdvice: "One last step: return to {platform}, so that it knows you have finished.",
  tooLateCode: "Your code, so that {platform} knows:",
  keptOfPlatform:
    "{platform} sends a number for your participation. We keep it, to confirm there that you have finished. Your id on {platform} is not kept.",
  withdrawLater: "To withdraw later, keep {link}.",
  refusals: {
    "unknown-study": {
      title: "No study here",
      text: "There is no study under this link. Check that you copied all of it.",
    },
    "not-open": {
      title: "Not just now",
      text: "This study is not open yet. Please come back a little later.",
    },
    closed: { title: "This study is closed", text: "This study is closed. Thank you for your interest." },
    full: {
      title: "This study is closed",
      text: "This study has all the people it needs. Thank you for your interest.",
    },
    "consent-changed": {
      title: "This can’t go on",
      text: "The consent text has changed since you opened this page: load it again.",
    },
    "no-arrival": {
      title: "This link is not complete",
      text: "Open the study from the page where you were invited: its link says who you are there. Nothing was stored.",
    },
    preview: {
      title: "A look ahead",
      text: "You are looking at this task without having accepted it. Accept it to take part; nothing is stored until then.",
    },
    "no-place": {
      title: "This can’t go on",
      text: "This device has no place in this study. Open the link again to take part.",
    },
    withdrawn: { title: "You have withdrawn", text: "Your answers have been deleted. Thank you." },
    screened: {
      title: "Thank you for your interest",
      text: "Some answers on the instruction were not right in the second try, so this study ends here for you. Nothing is held against you.",
    },
    "quiz-first": {
      title: "This can’t go on",
      text: "A few questions come before the pictures: load this page again to answer them.",
    },
    "not-yours": {
      title: "This can’t go on",
      text: "This picture is not in your part of the study.",
    },
    unavailable: {
      title: "Not just now",
      text: "The study can’t be reached just now. Please try again in a moment.",
    },
  },
};
