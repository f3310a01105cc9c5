/** What went wrong, in the server's words, with what it knows beside them. */
export class RefusedError extends Error {
  readonly details: Record<string, unknown>;

  constructor(message: string, details: Record<string, unknown>) {
    super(message);
    this.details = details;
  }
}

/** JSON from the site's API; anything but success is thrown as a sentence a person can read. */
export async function askServer<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = new Headers(init.body ? { "content-type": "application/json" } : {});
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RefusedError("The site cannot be reached. Look at your connection and try again.", {});
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  const body = await response.json().catch(() => null);
  const message = body?.error?.message ?? "Something went wrong. Try again.";
  throw new RefusedError(message, body?.error?.details ?? {});
}

export const postJson = (body: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(body) });
