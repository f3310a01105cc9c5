import { readConfig } from "#lib/config.ts";
import { isDatabaseAway } from "#lib/db/is-database-away.ts";
import { AppError } from "#lib/errors.ts";
import { openContext } from "#lib/services/open-context.ts";
import { type PageContent, readPage } from "#lib/services/participation/read-page.ts";
import { refuse } from "#lib/services/participation/refuse.ts";
import type { PageWords, RefusalReason } from "#lib/study/languages/language.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { readBundle } from "../bundle.ts";
import { renderDocument } from "./document.ts";

/**
 * The participant's page. A closed study answers 410, but the script still comes along: whoever is in already goes on
 * where they were.
 */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const { key } = await params;
  const bundle = await readBundle();
  const content = await readContent(key);
  const { language, data, refusal, consent } =
    content instanceof AppError ? { ...NO_STUDY, refusal: content } : content;
  const words = LANGUAGES[language].page;
  const text = refusal ? sayRefusal(words, refusal) : consent;
  return new Response(
    renderDocument(bundle, text, { language, words, page: data, consent: refusal === null }),
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
const NO_STUDY = { language: "en", data: null, consent: { title: "", paragraphs: [] } } as const;

function sayRefusal({ refusals }: PageWords, { details }: AppError) {
  const { title, text } = refusals[details.reason as RefusalReason];
  return { title, paragraphs: [text] };
}

async function readContent(key: string): Promise<PageContent | AppError> {
  const ctx = await openContext(readConfig(), { actor: { kind: "anonymous" }, workspaceId: "" });
  try {
    return await readPage(ctx, key);
  } catch (error) {
    if (error instanceof AppError && error.details.reason) return error;
    if (!isDatabaseAway(error)) ctx.log.error({ err: error }, "participant's page failed");
    return refuse("unavailable");
  }
}
