import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createInvitation } from "#lib/services/invitations/create-invitation.ts";
import { PASSWORD, startTestSite, type TestSite, type Visitor } from "#test/support/site.ts";
import { type Letter, startMailServer, type TestMailServer } from "#test/support/smtp-server.ts";

let mail: TestMailServer;
let site: TestSite;
beforeAll(async () => {
  mail = await startMailServer();
  // The site is a child of this process and reads its environment.
  Object.assign(process.env, { SMTP_URL: mail.url, MAIL_FROM: "whynot@example.org" });
  site = await startTestSite(4_650);
}, 600_000);
afterAll(async () => {
  delete process.env.SMTP_URL;
  delete process.env.MAIL_FROM;
  await site?.close();
  await mail?.close();
});

const JSON_TYPE = { "content-type": "application/json" };

async function invite(role: "curator" | "viewer", slug: string): Promise<string> {
  const { path } = await createInvitation(await site.database.ctx("owner", slug), { role });
  if (!path) throw new Error("a link was expected");
  return path;
}

function join(visit: Visitor, path: string, body: unknown, headers: Record<string, string> = {}) {
  const init = { method: "POST", body: JSON.stringify(body), headers: { ...JSON_TYPE, ...headers } };
  return visit(`/api${path}`, init);
}

const account = (email: string) => ({ name: "New", email, password: PASSWORD });
const stranger: Visitor = (path, init) => fetch(new URL(path, site.url), { redirect: "manual", ...init });

test("someone new joins, is told which workspace, and may at once what the role allows", async () => {
  const path = await invite("curator", "join-lab");
  expect(await (await stranger(path)).text()).toContain("join-lab");
  const response = await join(stranger, path, { account: account("new@example.org") });
  expect(response.status).toBe(200);
  const [cookie] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^whynot-workspace=.*HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  const visit = await site.signIn("new@example.org", PASSWORD);
  expect((await visit?.("/api/v1/datasets"))?.status).toBe(200);
  expect((await visit?.("/api/v1/runs", { method: "POST", body: "{}", headers: JSON_TYPE }))?.status).toBe(
    403,
  );
  const again = await join(stranger, path, { account: account("second@example.org") });
  expect(again.status).toBe(410);
  expect(await (await stranger(path)).text()).toContain("This invitation has been used");
});

test("two who send at once with one link: one joins", async () => {
  const path = await invite("viewer", "http-race");
  const answers = await Promise.all(
    ["one", "two"].map((name) => join(stranger, path, { account: account(`${name}@race.example`) })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
});

test("another site cannot join someone to its workspace, nor a form, nor a body that says the role", async () => {
  const path = await invite("viewer", "csrf");
  const viewer = await site.signedIn("viewer", "csrf-elsewhere");
  expect((await join(viewer, path, {}, { origin: "https://evil.example" })).status).toBe(403);
  expect((await join(viewer, path, {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  const form = { method: "POST", body: "x=1", headers: { "content-type": "text/plain" } };
  expect((await viewer(`/api${path}`, form)).status).toBe(400);
  expect((await join(viewer, path, { role: "owner" })).status).toBe(400);
  expect((await join(viewer, path, { account: { ...account("a@b.co"), role: "owner" } })).status).toBe(400);
  expect((await join(viewer, path, { account: { email: { startsWith: "a" } } })).status).toBe(400);
  expect((await join(viewer, path, {}, { origin: site.url })).status).toBe(200);
  const { db } = site.database;
  const memberships = await db.membership.findMany({ where: { userId: viewer.userId } });
  expect(memberships.map(({ role }) => role)).toEqual(["viewer", "viewer"]);
});

test("one link does not tell who has an account, not for long", async () => {
  const path = await invite("viewer", "probing");
  const { email } = await site.signedIn("viewer", "probing");
  const answers = [];
  for (let attempt = 0; attempt < 9; attempt += 1) {
    answers.push((await join(stranger, path, { account: account(email) })).status);
  }
  expect(answers).toEqual([...Array(8).fill(409), 503]);
});

test("a person in two workspaces goes where they joined last, and is out of one at once when removed", async () => {
  const path = await invite("curator", "second-lab");
  const visitor = await site.signedIn("annotator", "first-lab");
  expect((await join(visitor, path, {})).status).toBe(200);
  expect(await (await visitor("/settings")).text()).toContain("second-lab");
  expect((await visitor("/api/v1/runs")).status).toBe(200);
  const { db } = site.database;
  const { userId } = visitor;
  await db.membership.deleteMany({ where: { userId, workspace: { slug: "second-lab" } } });
  expect((await visitor("/api/v1/runs")).status).toBe(403);
  expect(await (await visitor("/settings")).text()).toContain("first-lab");
  await db.membership.deleteMany({ where: { userId } });
  const page = await visitor("/");
  expect(page.headers.get("location") ?? (await page.text())).toContain("/no-workspace");
  expect(await (await visitor("/no-workspace")).text()).toContain("You are in no workspace");
  const back = await invite("viewer", "second-lab");
  expect((await join(visitor, back, {})).status).toBe(200);
  expect((await visitor("/api/v1/runs")).status).toBe(200);
});

const ask = (email: string, headers: Record<string, string> = {}) =>
  stranger("/api/sign-in-links", {
    method: "POST",
    body: JSON.stringify({ email }),
    headers: { ...JSON_TYPE, ...headers },
  });

async function nextLetter(to: string): Promise<Letter> {
  for (let waited = 0; waited < 200; waited += 1) {
    const at = mail.letters.findIndex((letter) => letter.to.includes(to));
    if (at >= 0) return mail.letters.splice(at, 1)[0];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no letter to ${to}`);
}

/** Presses the button of a sign-in link's page, as next-auth's own script does it. */
async function press(token: string, password: string, withCsrf = true): Promise<boolean> {
  const csrf = await stranger("/api/auth/csrf");
  const cookie = csrf.headers.getSetCookie().map((line) => line.split(";")[0]);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const body = new URLSearchParams({ token, password, json: "true", ...(withCsrf ? { csrfToken } : {}) });
  const init = { method: "POST", body, headers: { cookie: cookie.join("; ") } };
  const answer = await stranger("/api/auth/callback/link", init);
  return answer.headers.getSetCookie().some((line) => line.startsWith("next-auth.session-token=ey"));
}

test("asking for a letter answers the same for anyone, and the letter's link works once, by its button", async () => {
  const { email } = await site.signedIn("viewer", "letters");
  const answers = await Promise.all([
    ask(email, { "x-forwarded-host": "evil.example" }),
    ask("nobody@example.org"),
  ]);
  const seen = await Promise.all(
    answers.map(async (answer) => [answer.status, await answer.text(), [...answer.headers.keys()].sort()]),
  );
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0][0]).toBe(204);
  const { raw } = await nextLetter(email);
  const text = raw.replace(/=\r\n/g, "").replaceAll("=3D", "=");
  const address = /https?:\/\/\S+/.exec(text)?.[0] ?? "";
  expect(address.startsWith(`${site.url}/signin/link/`)).toBe(true);
  expect(mail.letters.filter(({ to }) => to.includes("nobody@example.org"))).toEqual([]);

  const token = address.split("/").at(-1) ?? "";
  for (const method of ["GET", "HEAD", "GET"]) await stranger(`/signin/link/${token}`, { method });
  expect(await (await stranger(`/signin/link/${token}`)).text()).toContain(email);
  const password = "another long phrase 9";
  expect(await press(token, password, false)).toBe(false);
  expect(await press(`${token.slice(0, -1)}_`, password)).toBe(false);
  expect(await press(token, password)).toBe(true);
  expect(await press(token, password)).toBe(false);
  expect(await site.signIn(email, PASSWORD)).toBeUndefined();
  expect(await site.signIn(email, password)).toBeDefined();
  const log = readFileSync(site.logFile, "utf8");
  expect(log).not.toContain(token);
  expect(log).not.toContain(new URL(mail.url).port);
});

test("letters are few, for an address that has an account and for one that has none", async () => {
  const { email } = await site.signedIn("viewer", "few-letters");
  for (const address of [email, "nobody-else@example.org"]) {
    const statuses = [];
    for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await ask(address)).status);
    expect(statuses).toEqual([204, 204, 204, 503]);
  }
  expect((await ask(email, { origin: "https://evil.example", "x-forwarded-for": "10.0.0.9" })).status).toBe(
    403,
  );
  expect((await ask("not an address")).status).toBe(400);
});
