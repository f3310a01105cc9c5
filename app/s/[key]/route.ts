import { readConfig } from "#lib/config.ts";
import { isDatabaseAway } from "#lib/db/is-database-away.ts";
import { AppError } from "#lib/errors.ts";
import { openContext } from "#lib/services/open-context.ts";
import { type PageContent, readPage } from "#lib/services/participation/read-page.ts";
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
  const refusal = content instanceof AppError ? content : content.refusal;
  const page = content instanceof AppError ? null : content.data;
  const text =
    refusal || content instanceof AppError
      ? { title: TITLES[refusal?.code ?? ""] ?? "Something is wrong", paragraphs: [refusal?.message ?? ""] }
      : content.consent;
  return new Response(renderDocument(bundle, text, { page, consent: refusal === null }), {
    status: refusal?.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      ...(refusal?.code === "unavailable" ? { "retry-after": "30" } : {}),
    },
  });
}

const TITLES: Record<string, string> = {
  not_found: "No study here",
  gone: "This study is closed",
  unavailable: "Not just now",
};

async function readContent(key: string): Promise<PageContent | AppError> {
  const ctx = await openContext(readConfig(), { actor: { kind: "anonymous" }, workspaceId: "" });
  try {
    return await readPage(ctx, key);
  } catch (error) {
    if (error instanceof AppError) return error;
    if (!isDatabaseAway(error)) ctx.log.error({ err: error }, "participant's page failed");
    return new AppError("unavailable", "The study can’t be reached just now. Please try again in a moment.");
  }
}
