import type { TemplateId } from "../../template-id.ts";
import type { TemplateWording } from "../language.ts";

const lead = "The computer’s answer:";
const answer = {
  for: (className: string) => className,
  against: (className: string) => `not ${className}`,
};
const instructionAgainst =
  "Some answers say what a picture is not. The highlighted area should then show what speaks against it: something such a picture would not have.";
const markAgainst =
  "Some answers say what a picture is not. Then mark what speaks against it: something such a picture would not have.";

const severalAreas =
  "A computer looked at pictures and gave an answer for each. You see each picture several times, with another highlighted area each time. Every highlighted area claims to show what the computer looked at.";

const twoAreas: TemplateWording = {
  invitation: {
    title: "Compare what a computer looked at",
    task: (trials) => `You will see ${trials} pairs of pictures and compare the highlighted areas in them.`,
  },
  lead,
  question: "Which highlighted area supports the answer better?",
  answer,
  responses: ["A", "B", "Both equally well", "Neither of them"],
  instruction: [
    "A computer looked at pictures and gave an answer for each. You see each picture twice, as A and as B, with two highlighted areas. Both claim to show what the computer looked at.",
    "Judge only which highlighted area supports the answer better, not whether the answer is right.",
  ],
  instructionAgainst,
};

export const templates: Readonly<Record<TemplateId, TemplateWording>> = {
  "plausibility-rating": {
    invitation: {
      title: "Rate what a computer looked at",
      task: (trials) => `You will see ${trials} pictures and rate one highlighted area in each.`,
    },
    lead,
    question: "How well does the highlighted area support the answer?",
    answer,
    responses: ["Not at all", "Completely"],
    instruction: [
      "A computer looked at pictures and gave an answer for each. A highlighted area shows what it says it looked at.",
      "Judge only how well the highlighted area supports the answer, not whether the answer is right.",
    ],
    instructionAgainst,
  },
  "why-not-rating": {
    invitation: {
      title: "Rate what a computer looked at",
      task: (trials) => `You will see ${trials} pictures and rate one highlighted area in each.`,
    },
    lead,
    question: "How well does the highlighted area show why not?",
    answer,
    responses: ["Not at all", "Completely"],
    instruction: [
      "A computer looked at pictures and said of each what it is not. A highlighted area shows what it says it looked at.",
      "Judge only how well the highlighted area shows why not, not whether the answer is right.",
    ],
    instructionAgainst:
      "The highlighted area should show what speaks against it: something such a picture would not have.",
  },
  "pairwise-preference": twoAreas,
  "side-by-side": twoAreas,
  ranking: {
    invitation: {
      title: "Compare what a computer looked at",
      task: (trials) => `You will see ${trials} pictures and put the highlighted areas of each in order.`,
    },
    lead,
    question: "Put the highlighted areas in order: first the one that supports the answer best.",
    answer,
    responses: [],
    instruction: [
      severalAreas,
      "Judge only how well each highlighted area supports the answer, not whether the answer is right.",
    ],
    instructionAgainst,
  },
  "best-worst": {
    invitation: {
      title: "Compare what a computer looked at",
      task: (trials) =>
        `You will see ${trials} pictures and choose the best and the worst highlighted area of each.`,
    },
    lead,
    question: "Which highlighted area supports the answer best, and which worst?",
    answer,
    responses: [],
    instruction: [
      severalAreas,
      "Judge only how well each highlighted area supports the answer, not whether the answer is right.",
    ],
    instructionAgainst,
  },
  "hive-agreement": {
    invitation: {
      title: "Judge a computer’s answers",
      task: (trials) => `You will see ${trials} pictures and judge a computer’s answer to each.`,
    },
    lead,
    question: "Is the computer’s answer wrong or right?",
    answer,
    responses: ["Wrong, fairly sure", "Wrong, less sure", "Right, less sure", "Right, fairly sure"],
    instruction: [
      "A computer looked at pictures and gave an answer for each. A highlighted area, where there is one, shows what it says it looked at.",
      "The answer may be right or wrong. Say which you think it is, and how sure you are.",
    ],
    instructionAgainst,
  },
  "hive-distinction": {
    invitation: {
      title: "Find a computer’s answer",
      task: (trials) =>
        `You will see ${trials} pictures and say which of several answers a computer gave to each.`,
    },
    lead: "The computer gave one of these answers.",
    question: "Which answer did the computer give?",
    answer,
    responses: [],
    instruction: [
      "A computer looked at pictures and chose one of several answers for each. You see each picture several times: once for each of these answers. A highlighted area, where there is one, shows what the computer says speaks for that answer.",
      "Say which answer the computer gave. It may be right or wrong, and its picture can stand anywhere among the others.",
    ],
    instructionAgainst,
  },
  "forward-simulation": {
    invitation: {
      title: "Predict a computer’s answers",
      task: (trials) => `You will see ${trials} pictures and predict what a computer answered to each.`,
    },
    lead: "The computer looked at this picture.",
    question: "What did the computer answer?",
    answer,
    responses: [],
    instruction: [
      "First come pictures for practice: say what you think the computer answered, and you are then told what it did. A highlighted area, where there is one, shows what it says it looked at.",
      "Then come new pictures, without highlighted areas and without being told. Say what the computer answered, even where you would answer something else.",
    ],
    instructionAgainst,
  },
  "accept-reject": {
    invitation: {
      title: "Judge a computer’s answers",
      task: (trials) => `You will see ${trials} pictures and accept or reject a computer’s answer to each.`,
    },
    lead,
    question: "Do you accept or reject this answer?",
    answer,
    responses: ["Accept", "Reject"],
    instruction: [
      "A computer looked at pictures and gave an answer for each. A highlighted area, where there is one, shows what it says it looked at.",
      "The answer may be right or wrong. Accept it if you think it is right; reject it if you think it is wrong.",
    ],
    instructionAgainst,
  },
  "region-brush": {
    invitation: {
      title: "Mark what matters in pictures",
      task: (trials) => `You will see ${trials} pictures and paint over what matters in each.`,
    },
    lead: "The answer:",
    question: "Paint over what you would go by to give this answer.",
    answer,
    responses: [],
    instruction: [
      "You see pictures, each with an answer. Paint over the parts of the picture that you would go by to give this answer, and over nothing else.",
      "The answer may be right or wrong. If nothing supports it, paint over what comes closest.",
    ],
    instructionAgainst: markAgainst,
  },
  pointing: {
    invitation: {
      title: "Mark what matters in pictures",
      task: (trials) => `You will see ${trials} pictures and point to one place in each.`,
    },
    lead: "The answer:",
    question: "Point to the place you would go by most to give this answer.",
    answer,
    responses: [],
    instruction: [
      "You see pictures, each with an answer. Point to the one place in the picture that you would go by most to give this answer.",
      "The answer may be right or wrong. If nothing supports it, point to what comes closest.",
    ],
    instructionAgainst: markAgainst,
  },
};
