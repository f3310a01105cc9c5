/** A letter with one thing to do. */
export interface Mail {
  to: string;
  subject: string;
  paragraphs: readonly string[];
  link: { label: string; path: string };
  /** What to do for someone who expected no such letter. */
  footer: string;
}

export interface ComposedMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Names come from people: none of them may end a header or open an element. */
const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, " ").trim();

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The letter in plain text and in simple HTML that says the same: no pictures, no tracking, the address in full. */
export function composeMail(mail: Mail, siteUrl: string): ComposedMail {
  const address = new URL(mail.link.path, siteUrl).href;
  const paragraphs = mail.paragraphs.map(oneLine);
  const shown = escapeHtml(address);
  const html = [
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    `<p><a href="${shown}">${escapeHtml(mail.link.label)}</a><br>${shown}</p>`,
    `<p>${escapeHtml(mail.footer)}</p>`,
  ];
  return {
    to: mail.to,
    subject: oneLine(mail.subject),
    text: `${[...paragraphs, `${mail.link.label}:\n${address}`, mail.footer].join("\n\n")}\n`,
    html: `<!doctype html>\n<html lang="en"><body>\n${html.join("\n")}\n</body></html>\n`,
  };
}
