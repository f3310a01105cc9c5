import type { Mail } from "./compose-mail.ts";

/** @param path of the page whose button signs in: a mail scanner that opens it spends nothing */
export function signInMail({ to, minutes, path }: { to: string; minutes: number; path: string }): Mail {
  return {
    to,
    subject: "Sign in to Whynot",
    paragraphs: [
      "Someone, probably you, asked for a link to sign in to Whynot.",
      `It works once and for ${minutes} minutes.`,
    ],
    link: { label: "Sign in", path },
    footer: "If it was not you, leave it: nobody gets in without this letter. Never forward it.",
  };
}
