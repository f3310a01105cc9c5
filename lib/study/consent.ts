/** What a person agrees to. A changed word is a new version; each participant's row names the version shown. */
export const consent = {
  version: "2026-11",
  title: "Rate what a computer looked at",
  /** @param minutes whole minutes the study takes; @param contact whom to ask, may be empty. */
  paragraphs: (trials: number, minutes: number, contact: string): string[] => [
    `You will see ${trials} pictures and rate one highlighted area in each. It takes about ${minutes} minutes.`,
    "Taking part is voluntary. You can stop at any time, and you can withdraw later: your answers are then deleted.",
    "We keep your answers and how long each took. We keep no name, no address and nothing about your device. Answers may be published without any link to you.",
    contact
      ? `Questions? Ask ${contact}.`
      : "Questions? Ask the person or the service that gave you this link.",
  ],
} as const;

/** Whole minutes for that many trials: about 8 s each and one minute to read. */
export function expectedMinutes(trials: number): number {
  return Math.ceil((trials * 8) / 60 + 1);
}
