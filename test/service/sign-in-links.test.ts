import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyPassword } from "#lib/auth/password.ts";
import { newId } from "#lib/db/id.ts";
import type { Mail } from "#lib/mail/compose-mail.ts";
import type { Ctx } from "#lib/services/context.ts";
import { changeRole } from "#lib/services/people/change-role.ts";
import { signOutEverywhere } from "#lib/services/people/sign-out-everywhere.ts";
import { createSignInLink } from "#lib/services/sign-in-links/create-sign-in-link.ts";
import { getSignInLink } from "#lib/services/sign-in-links/get-sign-in-link.ts";
import { mailSignInLink } from "#lib/services/sign-in-links/mail-sign-in-link.ts";
import { redeemSignInLink } from "#lib/services/sign-in-links/redeem-sign-in-link.ts";
import { anonymous, idOf, outcome } from "#test/support/asking.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const MINUTE_MS = 60_000;
const NEW_PASSWORD = "correct horse battery";

const userRow = (id: string) => database.db.user.findUniqueOrThrow({ where: { id } });
const later = (ctx: Ctx, minutes: number): Ctx => ({
  ...ctx,
  clock: () => new Date(Date.now() + minutes * MINUTE_MS),
});
const tokenOf = (path: string) => path.replace("/signin/link/", "");

/** Sends nothing and keeps what it was given. */
function mailbox(ctx: Ctx): { ctx: Ctx; letters: Mail[] } {
  const letters: Mail[] = [];
  const mailer = { send: async (mail: Mail) => void letters.push(mail), verify: async () => undefined };
  return { ctx: { ...anonymous(ctx), mailer }, letters };
}

test("an owner's link signs a member in once, within a day, and lets them choose a password", async () => {
  const owner = await database.ctx("owner", "forgot");
  const viewer = await database.ctx("viewer", "forgot");
  const token = tokenOf(await createSignInLink(owner, { userId: idOf(viewer) }));
  expect(JSON.stringify(await database.db.signInLink.findMany())).not.toContain(token);
  expect(await getSignInLink(anonymous(owner), token)).toMatchObject({ mustChoosePassword: false });
  expect(await outcome(redeemSignInLink(later(anonymous(owner), 24 * 60 + 1), { token }))).toBe("gone");
  expect(await outcome(redeemSignInLink(anonymous(owner), { token, password: "short" }))).toBe("invalid");
  const signedIn = await redeemSignInLink(anonymous(owner), { token, password: NEW_PASSWORD });
  const user = await userRow(idOf(viewer));
  expect(signedIn).toMatchObject({ id: user.id, sessionVersion: user.sessionVersion });
  expect(user.sessionVersion).toBe(2);
  expect(await verifyPassword(NEW_PASSWORD, user.passwordHash)).toBe(true);
  expect(await outcome(redeemSignInLink(anonymous(owner), { token }))).toBe("gone");
  const events = await database.db.auditEvent.findMany({ where: { workspaceId: owner.workspaceId } });
  expect(events.map(({ action }) => action)).toEqual(["people.sign-in-link", "people.use-sign-in-link"]);
});

test("of four who race with one link exactly one is signed in", async () => {
  const owner = await database.ctx("owner", "race");
  const viewer = await database.ctx("viewer", "race");
  const token = tokenOf(await createSignInLink(owner, { userId: idOf(viewer) }));
  const tries = Array.from({ length: 4 }, (_, index) =>
    outcome(redeemSignInLink(anonymous(owner), { token, ...(index % 2 ? { password: NEW_PASSWORD } : {}) })),
  );
  const results = await Promise.all(tries);
  expect(results.filter((result) => result === "done")).toHaveLength(1);
  expect(results.filter((result) => result === "gone")).toHaveLength(3);
});

test("only owners make links, for members who work nowhere else, and not for later either", async () => {
  const owner = await database.ctx("owner", "rights");
  const viewer = await database.ctx("viewer", "rights");
  const elsewhere = await database.ctx("owner", "elsewhere");
  expect(await outcome(createSignInLink(viewer, { userId: idOf(owner) }))).toBe("forbidden");
  expect(await outcome(createSignInLink(elsewhere, { userId: idOf(viewer) }))).toBe("not_found");
  const token = tokenOf(await createSignInLink(owner, { userId: idOf(viewer) }));
  const { workspaceId } = elsewhere;
  await database.db.membership.create({ data: { workspaceId, userId: idOf(viewer), role: "owner" } });
  expect(await outcome(createSignInLink(owner, { userId: idOf(viewer) }))).toBe("forbidden");
  expect(await outcome(redeemSignInLink(anonymous(owner), { token }))).toBe("gone");
});

test("a link dies when sessions are ended, when its maker may no longer make one, and with the membership", async () => {
  const owner = await database.ctx("owner", "spoilt");
  const second = await database.ctx("owner", "spoilt");
  const viewer = await database.ctx("viewer", "spoilt");
  const make = async (by: Ctx) => tokenOf(await createSignInLink(by, { userId: idOf(viewer) }));
  const first = await make(owner);
  await signOutEverywhere(viewer, { userId: idOf(viewer) });
  expect(await outcome(redeemSignInLink(anonymous(owner), { token: first }))).toBe("gone");
  const byDemoted = await make(second);
  await changeRole(owner, { userId: idOf(second), role: "viewer" });
  expect(await outcome(redeemSignInLink(anonymous(owner), { token: byDemoted }))).toBe("gone");
  const last = await make(owner);
  await database.db.membership.deleteMany({ where: { userId: idOf(viewer) } });
  expect(await outcome(redeemSignInLink(anonymous(owner), { token: last }))).toBe("gone");
});

test("a letter goes to the address as the account has it, and asking for an unknown one does the same to see", async () => {
  const owner = await database.ctx("owner", "letters");
  const { ctx, letters } = mailbox(owner);
  const { email } = await userRow(idOf(owner));
  expect(await mailSignInLink(ctx, { email: "nobody@example.org" })).toBeUndefined();
  expect(letters).toEqual([]);
  expect(await mailSignInLink(ctx, { email: email.toUpperCase() })).toBeUndefined();
  expect(letters).toMatchObject([{ to: email }]);
  await expect(mailSignInLink(ctx, { email: `${email}\r\nBcc: spy@example.org` })).rejects.toThrow();
  expect(await outcome(mailSignInLink(anonymous(owner), { email }))).toBe("unavailable");
});

test("the first letter to reach an address ends whatever someone else began with it", async () => {
  const owner = await database.ctx("owner", "prehijack");
  const { ctx, letters } = mailbox(owner);
  const userId = newId();
  const data = {
    id: userId,
    email: "victim@example.org",
    name: "Not the victim",
    passwordHash: "attacker's",
  };
  await database.db.user.create({ data });
  await mailSignInLink(ctx, { email: "victim@example.org" });
  const token = tokenOf(letters[0].link.path);
  expect(await getSignInLink(ctx, token)).toMatchObject({ mustChoosePassword: true });
  expect(await outcome(redeemSignInLink(ctx, { token }))).toBe("invalid");
  await redeemSignInLink(ctx, { token, password: NEW_PASSWORD });
  const after = await userRow(userId);
  expect(after.sessionVersion).toBe(2);
  expect(after.confirmedAt).not.toBeNull();
  expect(await verifyPassword(NEW_PASSWORD, after.passwordHash)).toBe(true);
  await mailSignInLink(ctx, { email: "victim@example.org" });
  const second = tokenOf(letters[1].link.path);
  expect(await outcome(redeemSignInLink(ctx, { token: second }))).toBe("done");
  expect((await userRow(userId)).sessionVersion).toBe(2);
});

test("a letter works for twenty minutes", async () => {
  const owner = await database.ctx("owner", "short");
  const { ctx, letters } = mailbox(owner);
  await mailSignInLink(ctx, { email: (await userRow(idOf(owner))).email });
  const token = tokenOf(letters[0].link.path);
  const input = { token, password: NEW_PASSWORD };
  expect(await outcome(redeemSignInLink(later(ctx, 21), input))).toBe("gone");
  expect(await outcome(redeemSignInLink(later(ctx, 19), input))).toBe("done");
});
