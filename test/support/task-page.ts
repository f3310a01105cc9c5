import type { Page, Route } from "@playwright/test";
import { describeTask } from "#lib/study/describe-task.ts";
import { LANGUAGES, type LanguageTag } from "#lib/study/languages/languages.ts";
import type {
  AnswerRequest,
  PageData,
  PracticeFeedback,
  SessionView,
} from "#lib/study/participant-protocol.ts";
import type { ResponseSpec } from "#lib/study/template.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { renderDocument } from "../../app/s/[key]/document.ts";
import { readBundle, readScript } from "../../app/s/bundle.ts";

const ROOT = "http://localhost/s/task";

export interface TaskOptions {
  readonly template: TemplateId;
  readonly response: ResponseSpec;
  /** What each trial shows, as WebP. */
  readonly pictures: readonly Uint8Array[];
  readonly classes?: readonly string[];
  /** What the computer answered; empty where the trial does not say. */
  readonly answer?: string;
  readonly trials?: number;
  readonly language?: LanguageTag;
  /** Of the first trial, which is then practice. */
  readonly feedback?: PracticeFeedback;
  /** A picture that comes late: `0-1` is the second one of the first trial. */
  readonly late?: { readonly stimulus: string; readonly until: Promise<void> };
}

export interface TaskPage {
  /** The answers the page has sent, in their order. */
  readonly answers: AnswerRequest[];
}

/**
 * The participant's page as it is built, in a browser whose requests are answered from here: one kind of task alone,
 * without a study.
 */
export async function openTask(page: Page, options: TaskOptions): Promise<TaskPage> {
  const { template, response, pictures, language = "en", trials = 2 } = options;
  const { page: words, templates } = LANGUAGES[language];
  const { lead, question, responses, instruction } = templates[template];
  const data: PageData = {
    key: "task",
    words,
    lead,
    question,
    task: describeTask(response, responses),
    consentVersion: "test",
    arrivalNames: null,
    platform: null,
    breakEvery: null,
  };
  const bundle = await readBundle();
  const consent = { title: templates[template].invitation.title, paragraphs: [] };
  const html = renderDocument(bundle, consent, { language, words, page: data, consent: true, formsTo: [] });
  const script = await readScript(bundle.script);
  const answers: AnswerRequest[] = [];
  const session = (): SessionView => ({
    state: "consented",
    quiz: null,
    trials: Array.from({ length: trials }, (_, at) => ({
      id: `trial-${at}`,
      stimuli: pictures.map((_, panel) => `${at}-${panel}`),
      answer: options.answer ?? "fox",
      practice: at === 0 && options.feedback !== undefined,
      feedback: at === 0 ? (options.feedback ?? null) : null,
      classes: options.classes ?? [],
      asked: null,
      value: answers[at]?.value ?? null,
    })),
    examples: [],
    instruction,
    completionCode: null,
  });
  const json = (route: Route, body: unknown) => route.fulfill({ json: body });
  await page.route("http://localhost/**", async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const stimulus = /\/stimuli\/\d+-(\d+)$/.exec(pathname);
    if (pathname.startsWith("/s/app/"))
      return route.fulfill({ body: script, contentType: "text/javascript" });
    if (pathname === "/s/task") return route.fulfill({ body: html, contentType: "text/html" });
    if (stimulus) {
      if (options.late && pathname.endsWith(options.late.stimulus)) await options.late.until;
      return route.fulfill({
        body: Buffer.from(pictures[Number(stimulus[1])]),
        contentType: "image/webp",
      });
    }
    if (pathname.endsWith("/complete")) return json(route, { completionCode: "4711", returnStep: null });
    if (pathname.includes("/answers/")) {
      answers.push(request.postDataJSON() as AnswerRequest);
      return json(route, { value: answers[answers.length - 1].value });
    }
    return json(route, { ...session(), token: "token", clientKey: "key", returnStep: null });
  });
  await page.goto(ROOT);
  await page.locator("#agree").click();
  await page.locator(".main").click();
  return { answers };
}
