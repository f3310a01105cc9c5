import type { Delivery, OutboxEntry } from "#components/rating/outbox.ts";
import { AppError } from "#lib/errors.ts";
import type {
  AnswerReply,
  CompleteReply,
  ErrorReply,
  JoinReply,
  JoinRequest,
  QuizReply,
} from "#lib/study/participant-protocol.ts";
import { patiently, type Send } from "./line.ts";

/** The site gave no answer, or one that says "not now". */
class Unreachable extends Error {}
const isUnreachable = (fault: unknown) => fault instanceof Unreachable;

/** A study's site as a participant's device asks it. What gets no reply is asked again, a number of times. */
export interface ParticipantSite {
  join(request: JoinRequest): Promise<JoinReply>;
  /** Bytes of the picture. @throws AppError `invalid` if it is none */
  readStimulus(token: string, id: string): Promise<number>;
  /** Once: to send again is the outbox's matter. */
  sendAnswer(token: string, entry: OutboxEntry): Promise<Delivery>;
  takeQuiz(token: string, attempt: number, answers: readonly number[]): Promise<QuizReply>;
  complete(token: string): Promise<CompleteReply>;
}

/**
 * @param url of the site, e.g. http://127.0.0.1:3000
 * @throws AppError (its methods) `invalid` with the site's words when it says no, `unavailable` when it stays silent
 */
export function openParticipantSite({
  url,
  key,
  send,
}: {
  url: string;
  key: string;
  send: Send;
}): ParticipantSite {
  async function once(path: string, method: string, token?: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = {};
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
    const response = await send(new URL(`/api/s/${key}${path}`, url).href, init).catch((fault) => {
      throw new Unreachable(`${method} ${path}`, { cause: fault });
    });
    if (response.status >= 500 || response.status === 429) {
      await response.arrayBuffer();
      throw new Unreachable(`${method} ${path}: ${response.status}`);
    }
    return response;
  }

  async function ask(path: string, method: string, token?: string, body?: unknown): Promise<Response> {
    try {
      const response = await patiently(() => once(path, method, token, body), isUnreachable);
      if (response.ok) return response;
      throw new AppError("invalid", `${method} ${path}: ${response.status} ${await wordsOf(response)}`);
    } catch (fault) {
      if (isUnreachable(fault))
        throw new AppError("unavailable", `The site at ${url} does not answer.`, {}, fault);
      throw fault;
    }
  }

  return {
    join: async (request) => (await ask("/join", "POST", undefined, request)).json() as Promise<JoinReply>,
    async readStimulus(token, id) {
      const response = await ask(`/stimuli/${id}`, "GET", token);
      const { byteLength } = await response.arrayBuffer();
      if (response.headers.get("content-type") !== "image/webp" || byteLength === 0)
        throw new AppError("invalid", `Stimulus ${id} is no picture.`);
      return byteLength;
    },
    async sendAnswer(token, { trialId, state: _, ...answer }) {
      try {
        const response = await once(`/answers/${trialId}`, "PUT", token, answer);
        if (response.ok) return { kind: "stored", value: ((await response.json()) as AnswerReply).value };
        const { error } = (await response.json()) as ErrorReply;
        const stands = response.status === 409 ? error.details?.value : undefined;
        return stands === undefined
          ? { kind: "refused", message: error.message }
          : { kind: "stored", value: stands };
      } catch {
        return { kind: "later" };
      }
    },
    takeQuiz: async (token, attempt, answers) =>
      (await ask(`/quiz/${attempt}`, "PUT", token, { answers })).json() as Promise<QuizReply>,
    complete: async (token) => (await ask("/complete", "POST", token)).json() as Promise<CompleteReply>,
  };
}

async function wordsOf(response: Response): Promise<string> {
  const reply = (await response.json().catch(() => null)) as ErrorReply | null;
  return reply?.error.message ?? "";
}
