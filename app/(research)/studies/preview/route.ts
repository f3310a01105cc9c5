import { AppError } from "#lib/errors.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { previewStudy } from "#lib/services/studies/preview-study.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { renderDocument } from "../../../s/[key]/document.ts";
import { readBundle } from "../../../s/bundle.ts";
import { readStudyForm } from "../new/read-study-form.ts";

/** The participant's page of a study that is being designed, by the fields of its form. It can send nothing, and writes nothing. */
export const GET = defineRoute({
  can: ["study:manage", "study"],
  async handler({ ctx, request }) {
    const form = new FormData();
    for (const [name, value] of new URL(request.url).searchParams) form.append(name, value);
    const bundle = await readBundle();
    try {
      const { language, data, consent, preview } = await previewStudy(ctx, readStudyForm(form));
      const words = LANGUAGES[language].page;
      const shown = { language, words, page: data, consent: true, preview, formsTo: [] };
      return html(renderDocument(bundle, consent, shown));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const shown = { language: "en", words: LANGUAGES.en.page, page: null, consent: false, formsTo: [] };
      const text = { title: "No preview yet", paragraphs: [error.message] };
      return html(renderDocument(bundle, text, shown), error.status);
    }
  },
});

const html = (text: string, status = 200): Response =>
  new Response(text, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
