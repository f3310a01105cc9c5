import type { RefusalReason } from "#lib/study/languages/language.ts";
import type {
  AnswerReply,
  CompleteReply,
  ErrorReply,
  JoinReply,
  JoinRequest,
  PageData,
  QuizReply,
  QuizRequest,
  SessionView,
} from "#lib/study/participant-protocol.ts";
import type { Delivery, OutboxEntry } from "./outbox.ts";

/** The site said no, for good: trying again will not help. */
export class Refusal extends Error {
  readonly title: string;
  /** Of who came too late from a crowd platform. */
  readonly exit: Exit | undefined;
  constructor(title: string, message: string, exit?: Exit) {
    super(message);
    this.title = title;
    this.exit = exit;
  }
}
/** No answer, or one that says "not now": try again. */
export class Unreachable extends Error {}

type Exit = NonNullable<ErrorReply["error"]["details"]>["exit"];

const PATIENCE_MS = 30_000;

/** The participant's few requests. Everything but `join` carries the bearer token. */
export interface Site {
  join(request: JoinRequest): Promise<JoinReply>;
  readSession(): Promise<SessionView>;
  /** The picture as an object URL. */
  readStimulus(id: string): Promise<string>;
  sendAnswer(entry: OutboxEntry): Promise<Delivery>;
  takeQuiz(attempt: number, answers: readonly number[]): Promise<QuizReply>;
  complete(): Promise<CompleteReply>;
  withdraw(): Promise<void>;
}

export function createSite({ key, words }: PageData): Site {
  const root = `/api/s/${key}`;
  let token = "";

  async function request(path: string, method: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = {};
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const response = await fetch(root + path, {
      method,
      headers,
      cache: "no-store",
      credentials: "omit",
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => {
      throw new Unreachable();
    });
    if (response.status >= 500 || response.status === 429 || response.status === 408) throw new Unreachable();
    return response;
  }

  async function json<T>(path: string, method: string, body?: unknown): Promise<T> {
    const response = await request(path, method, body);
    if (!response.ok) throw await refusalOf(response);
    return (await response.json().catch(() => {
      throw new Unreachable();
    })) as T;
  }

  /** Why the site said no, in the page's language where that has words for it. */
  const said = ({ message, details }: ErrorReply["error"]) =>
    words.refusals[details?.reason as RefusalReason]?.text ?? message;

  async function refusalOf(response: Response): Promise<Refusal> {
    const reply = (await response.json().catch(() => null)) as ErrorReply | null;
    if (!reply) return new Refusal(words.cannotGoOn, words.cannotGoOn);
    const { details } = reply.error;
    const title = words.refusals[details?.reason as RefusalReason]?.title ?? words.cannotGoOn;
    return new Refusal(title, said(reply.error), details?.exit);
  }

  return {
    async join(body) {
      const reply = await json<JoinReply>("/join", "POST", body);
      token = reply.token;
      return reply;
    },
    readSession: () => json<SessionView>("/state", "GET"),
    async readStimulus(id) {
      const response = await request(`/stimuli/${id}`, "GET");
      if (!response.ok) throw await refusalOf(response);
      const bytes = await response.blob().catch(() => {
        throw new Unreachable();
      });
      return URL.createObjectURL(bytes);
    },
    async sendAnswer({ trialId, state: _, ...answer }) {
      try {
        const response = await request(`/answers/${trialId}`, "PUT", answer);
        if (response.ok) return { kind: "stored", value: ((await response.json()) as AnswerReply).value };
        const { error } = (await response.json()) as ErrorReply;
        const stands = response.status === 409 ? error.details?.value : undefined;
        return stands === undefined
          ? { kind: "refused", message: said(error) }
          : { kind: "stored", value: stands };
      } catch {
        return { kind: "later" };
      }
    },
    takeQuiz: (attempt, answers) =>
      json<QuizReply>(`/quiz/${attempt}`, "PUT", { answers } satisfies QuizRequest),
    complete: () => json<CompleteReply>("/complete", "POST"),
    async withdraw() {
      const response = await request("/withdraw", "POST");
      if (!response.ok) throw await refusalOf(response);
    },
  };
}
