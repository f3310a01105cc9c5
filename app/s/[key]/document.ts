import type { PageWords } from "#lib/study/languages/language.ts";
import type { PageData, PreviewData } from "#lib/study/participant-protocol.ts";

export interface Bundle {
  readonly script: string;
  /** Of a researcher's preview. */
  readonly preview: string;
  readonly css: string;
  readonly cssHash: string;
}

interface Text {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

interface Shown {
  readonly language: string;
  readonly words: PageWords;
  readonly page: PageData | null;
  /** Whether one can agree and begin. */
  readonly consent: boolean;
  /** What a researcher's preview shows; with it the page can send nothing. */
  readonly preview?: PreviewData;
  /** Hosts that a form of the page may be sent to. */
  readonly formsTo: readonly string[];
}

/** The whole page: text and style in the document, one script. Readable before the script arrives. */
export function renderDocument(
  bundle: Bundle,
  { title, paragraphs }: Text,
  { language, words, page, consent, preview, formsTo }: Shown,
): string {
  const text = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join("");
  const agree = consent
    ? `<button class="main" id="agree" disabled>${escapeHtml(words.agree)}</button>
<p class="notice" id="say" role="status"></p>
<noscript><p>${escapeHtml(words.needsScript)}</p></noscript>`
    : `<p class="notice" id="say" role="status"></p>`;
  const script = page
    ? `${dataOf("page", page)}${preview ? dataOf("preview", preview) : ""}
<script type="module" src="/s/app/${preview ? bundle.preview : bundle.script}"></script>`
    : "";
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(bundle, formsTo, preview ? "'none'" : "'self'")}">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${bundle.css}</style>
<main id="app" aria-label="${escapeHtml(title)}"><h1>${escapeHtml(title)}</h1>${text}${agree}</main>
${script}
</html>`;
}

/** On top of the site's own policy: nothing but our script and style, pictures from memory, requests to this site or nowhere. */
function contentSecurityPolicy({ cssHash }: Bundle, formsTo: readonly string[], requestsTo: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${cssHash}'`,
    "img-src blob: data:",
    `connect-src ${requestsTo}`,
    "base-uri 'none'",
    `form-action ${formsTo.length === 0 ? "'none'" : formsTo.map((host) => `https://${host}`).join(" ")}`,
  ].join("; ");
}

/** What the script reads, under its id. */
const dataOf = (id: string, data: unknown): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`;

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
