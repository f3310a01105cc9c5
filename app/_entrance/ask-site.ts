import type { ErrorBody } from "#lib/http/error-response.ts";

const UNREACHABLE = "The server did not answer. Check that it runs, then try again.";

/** Sends JSON to this site. @returns what went wrong, in words, or null */
export async function postJson(path: string, body: object): Promise<string | null> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const { error } = (await response.json()) as ErrorBody;
    const issues = error.details?.issues as { message: string }[] | undefined;
    return issues?.[0]?.message ?? error.message;
  } catch {
    return UNREACHABLE;
  }
}

/** Signs in with one of the site's providers. @returns what went wrong, in words, or null */
export async function signInBy(
  provider: "credentials" | "link",
  credentials: Record<string, string>,
): Promise<string | null> {
  try {
    const { signIn } = await import("next-auth/react");
    const answer = await signIn(provider, { ...credentials, redirect: false });
    if (answer?.ok && !answer.error) return null;
    if (answer?.error && answer.error !== "CredentialsSignin") return answer.error;
    return "The e-mail address or the password is not right. Check both and try again.";
  } catch {
    return UNREACHABLE;
  }
}
