import type { Config } from "#lib/config.ts";

/** Which of their workspaces a person works in; `readSession` checks it against their memberships. */
export const WORKSPACE_COOKIE = "whynot-workspace";

const KEPT_DAYS = 365;

/** What to set when a person goes to another workspace, as `cookies().set` takes it. */
export function workspaceCookie({ publicUrl }: Config, workspaceId: string) {
  return {
    name: WORKSPACE_COOKIE,
    value: workspaceId,
    httpOnly: true,
    sameSite: "lax",
    secure: publicUrl.startsWith("https:"),
    path: "/",
    maxAge: KEPT_DAYS * 86_400,
  } as const;
}
