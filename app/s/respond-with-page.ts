import { readConfig } from "#lib/config.ts";
import { isDatabaseAway } from "#lib/db/is-database-away.ts";
import { AppError } from "#lib/errors.ts";
import { openContext } from "#lib/services/open-context.ts";
import { type PageContent, readPage } from "#lib/services/participation/read-page.ts";
import { refuse } from "#lib/services/participation/refuse.ts";
import type { PageWords, RefusalReason } from "#lib/study/languages/language.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { MTURK_HOSTS } from "#lib/study/recruitment/platforms/mturk.ts";
import { isPreview } from "#lib/study/recruitment/read-arrival.ts";
import { viewRecruitment } from "#lib/study/recruitment/recruitment.ts";
import { renderDocument } from "./[key]/document.ts";
import { readBundle } from "./bundle.ts";

/** Where the page stands: by itself, or in a frame of Mechanical Turk, whose form it then ends with. */
export type Place = "window" | "mturk-frame";

/**
 * The participant's page. A closed study answers 410, but the script still comes along: whoever is in already goes on
 * where they were. Somebody who only looks at a task on a platform gets its text alone: without the script there is
 * nothing that could be written.
 */
export async function respondWithPage(request: Request, key: string, place: Place): Promise<Response> {
  const bundle = await readBundle();
  const content = await readContent(key, place, new URL(request.url).searchParams);
  const { language, data, refusal, consent, preview } =
    content instanceof AppError ? { ...NO_STUDY, refusal: content } : content;
  const words = LANGUAGES[language].page;
  const text = refusal ? sayRefusal(words, refusal) : consent;
  const shown = preview ? { ...text, paragraphs: [...text.paragraphs, words.refusals.preview.text] } : text;
  return new Response(
    renderDocument(bundle, shown, {
      language,
      words,
      page: preview ? null : data,
      consent: refusal === null && !preview,
      formsTo: place === "mturk-frame" ? MTURK_HOSTS : [],
    }),
    {
      status: refusal?.status ?? 200,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        ...(refusal?.code === "unavailable" ? { "retry-after": "30" } : {}),
      },
    },
  );
}

/** Where there is no study, nobody knows which language it would have been in. */
const NO_STUDY = {
  language: "en",
  data: null,
  preview: false,
  consent: { title: "", paragraphs: [] },
} as const;

function sayRefusal({ refusals }: PageWords, { details }: AppError) {
  const { title, text } = refusals[details.reason as RefusalReason];
  return { title, paragraphs: [text] };
}

async function readContent(
  key: string,
  place: Place,
  given: URLSearchParams,
): Promise<(PageContent & { preview: boolean }) | AppError> {
  const ctx = await openContext(readConfig(), { actor: { kind: "anonymous" }, workspaceId: "" });
  try {
    const content = await readPage(ctx, key);
    const { recruitment } = content;
    // Only a study that is on Mechanical Turk may be framed by it.
    if (place === "mturk-frame" && recruitment?.platform !== "mturk") return refuse("unknown-study");
    const preview =
      recruitment !== null && isPreview(viewRecruitment(recruitment), Object.fromEntries(given));
    return { ...content, preview };
  } catch (error) {
    if (error instanceof AppError && error.details.reason) return error;
    if (!isDatabaseAway(error)) ctx.log.error({ err: error }, "participant's page failed");
    return refuse("unavailable");
  }
}
