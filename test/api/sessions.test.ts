import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startTestSite();
}, 300_000);
afterAll(() => site?.close());

const statusOf = async (response: Promise<Response>) => (await response).status;

test("a wrong password and an unknown address are refused alike", async () => {
  const { email } = await site.signedIn("viewer");
  expect(await site.signIn(email, "not the right one")).toBeUndefined();
  expect(await site.signIn("nobody@example.org", PASSWORD)).toBeUndefined();
  expect(await site.signIn(email.toUpperCase(), PASSWORD)).toBeDefined();
});

test("after eight wrong passwords the right one has to wait too", async () => {
  const { email } = await site.signedIn("viewer");
  for (let attempt = 0; attempt < 8; attempt += 1) await site.signIn(email, `guess number ${attempt}`);
  expect(await site.signIn(email, PASSWORD)).toBeUndefined();
});

/** What the site answers to attempts that are all under way before the first is known to have failed. */
async function attemptAtOnce(attempts: Record<string, string>[]): Promise<string[]> {
  const csrf = await fetch(`${site.url}/api/auth/csrf`);
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const attempt = async (fields: Record<string, string>) => {
    const body = new URLSearchParams({ csrfToken, json: "true", ...fields });
    const url = `${site.url}/api/auth/callback/${fields.token === undefined ? "credentials" : "link"}`;
    const response = await fetch(url, { method: "POST", body, headers: { cookie } });
    const { url: next } = (await response.json()) as { url: string };
    return new URL(next).searchParams.get("error") ?? "signed in";
  };
  return Promise.all(attempts.map(attempt));
}

test("thirty guesses made at once are eight, for a known address and an unknown one alike", async () => {
  const { email } = await site.signedIn("viewer");
  for (const address of [email, "nobody-at-all@example.org"]) {
    const guesses = Array.from({ length: 30 }, (_, i) => ({ email: address, password: `guess number ${i}` }));
    const answers = await attemptAtOnce(guesses);
    expect(answers.filter((answer) => answer === "CredentialsSignin")).toHaveLength(8);
    expect(answers.filter((answer) => answer.startsWith("Too many failed attempts"))).toHaveLength(22);
  }
});

test("whoever sends garbage to sign in is told nothing of the database or of the code", async () => {
  const answers = await attemptAtOnce([
    { email: "a\0b@example.org", password: PASSWORD },
    { token: "\0" },
    { token: "x".repeat(300) },
    { token: "x", password: "y".repeat(300) },
  ]);
  for (const answer of answers) {
    expect(answer).toMatch(/^[^\n{}`]{10,120}$/);
    expect(answer).not.toMatch(/prisma|UTF8|Code|origin/);
  }
});

test("a session ends at once when it is revoked, its role changes with the membership, and with that it goes", async () => {
  const visitor = await site.signedIn("researcher");
  const { db } = site.database;
  const { userId } = visitor;
  expect(await statusOf(visitor("/api/v1/runs"))).toBe(200);
  await db.membership.updateMany({ where: { userId }, data: { role: "annotator" } });
  expect(await statusOf(visitor("/api/v1/runs"))).toBe(403);
  await db.membership.deleteMany({ where: { userId } });
  expect(await statusOf(visitor("/api/v1/datasets"))).toBe(403);
  await db.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
  expect(await statusOf(visitor("/api/v1/datasets"))).toBe(401);
});

test("a cookie that was tampered with or signed elsewhere is no session", async () => {
  const cookies = [
    "next-auth.session-token=abc",
    "next-auth.session-token=",
    "next-auth.session-token.0=eyJ; next-auth.session-token.1=x",
  ];
  for (const cookie of cookies) {
    expect(await statusOf(fetch(`${site.url}/api/v1/runs`, { headers: { cookie } }))).toBe(401);
  }
});

test("no header of the framework opens a door", async () => {
  const headers = {
    "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
    "x-forwarded-user": "owner",
    authorization: "Bearer owner",
  };
  expect(await statusOf(fetch(`${site.url}/api/v1/runs`, { headers }))).toBe(401);
  const page = await fetch(`${site.url}/datasets`, { headers, redirect: "manual" });
  expect(page.headers.get("location") ?? (await page.text())).toContain("/signin");
});

test("another site cannot act with a visitor's cookie", async () => {
  const owner = await site.signedIn("owner");
  const post = (headers: Record<string, string>) =>
    owner("/api/v1/datasets", {
      method: "POST",
      body: JSON.stringify({ name: "x" }),
      headers: { "content-type": "application/json", ...headers },
    });
  expect(await statusOf(post({ origin: "https://evil.example" }))).toBe(403);
  expect(await statusOf(post({ origin: site.url, "sec-fetch-site": "cross-site" }))).toBe(403);
  expect(await statusOf(post({ origin: site.url }))).toBe(200);
});

test("an operator where a word is expected, a form and a huge body are refused", async () => {
  const owner = await site.signedIn("owner");
  const post = (body: string, type = "application/json") =>
    statusOf(owner("/api/v1/datasets", { method: "POST", body, headers: { "content-type": type } }));
  expect(await post('{"name":{"startsWith":"a"}}')).toBe(400);
  expect(await post("name=x", "application/x-www-form-urlencoded")).toBe(400);
  expect(await post(JSON.stringify({ name: "x".repeat(2 << 20) }))).toBe(413);
});

test("pages may load nothing from elsewhere, be framed by nobody, and don't name the framework", async () => {
  const { headers } = await fetch(`${site.url}/signin`);
  expect(headers.get("content-security-policy")).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-frame-options")).toBe("DENY");
  expect(headers.get("x-powered-by")).toBeNull();
});

test("the session cookie is out of reach of scripts and other sites", async () => {
  const { email } = await site.signedIn("viewer");
  const csrf = await fetch(`${site.url}/api/auth/csrf`);
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, email, password: PASSWORD, json: "true" });
  const signedIn = await fetch(`${site.url}/api/auth/callback/credentials`, {
    method: "POST",
    body,
    headers: { cookie },
  });
  const session = signedIn.headers.getSetCookie().find((line) => line.startsWith("next-auth.session-token="));
  expect(session).toMatch(/HttpOnly/i);
  expect(session).toMatch(/SameSite=Lax/i);
});

test("the log holds no password, no secret and no address of the database", async () => {
  const log = readFileSync(site.logFile, "utf8");
  const secrets = [
    PASSWORD,
    new URL(site.database.url).password,
    readFileSync(`${site.database.home}/session-secret`, "utf8"),
  ];
  for (const secret of secrets) expect(log).not.toContain(secret);
});
