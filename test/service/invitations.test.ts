import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyPassword } from "#lib/auth/password.ts";
import { AppError } from "#lib/errors.ts";
import type { Mail } from "#lib/mail/compose-mail.ts";
import type { Mailer } from "#lib/mail/mailer.ts";
import type { Ctx } from "#lib/services/context.ts";
import { acceptInvitation } from "#lib/services/invitations/accept-invitation.ts";
import { createInvitation } from "#lib/services/invitations/create-invitation.ts";
import { getInvitation } from "#lib/services/invitations/get-invitation.ts";
import { listInvitations } from "#lib/services/invitations/list-invitations.ts";
import { renewInvitation } from "#lib/services/invitations/renew-invitation.ts";
import { revokeInvitation } from "#lib/services/invitations/revoke-invitation.ts";
import { changeRole } from "#lib/services/people/change-role.ts";
import { removeMember } from "#lib/services/people/remove-member.ts";
import { anonymous, idOf, outcome } from "#test/support/asking.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const DAY_MS = 86_400_000;

const later = (ctx: Ctx, days: number): Ctx => ({
  ...ctx,
  clock: () => new Date(Date.now() + days * DAY_MS),
});
const account = (email: string) => ({ name: "New Person", email, password: "correct horse battery" });

function tokenOf({ path }: { path: string | null }): string {
  const token = /^\/join\/([\w-]{43})$/.exec(path ?? "")?.[1];
  if (!token) throw new Error(`no link: ${path}`);
  return token;
}

test("someone new joins with the role of the link, which then works for nobody else", async () => {
  const owner = await database.ctx("owner", "join");
  const made = await createInvitation(owner, { role: "curator" });
  const token = tokenOf(made);
  const row = await database.db.invitation.findUniqueOrThrow({ where: { id: made.id } });
  expect(JSON.stringify(row)).not.toContain(token);
  expect(await getInvitation(anonymous(owner), token)).toMatchObject({ state: "open", role: "curator" });
  const input = { token, account: account("New.Person@Example.org") };
  const joined = await acceptInvitation(anonymous(owner), input, undefined);
  const user = await database.db.user.findUniqueOrThrow({
    where: { id: joined.userId },
    include: { memberships: true },
  });
  expect(user).toMatchObject({ email: "new.person@example.org", confirmedAt: null });
  expect(user.memberships).toMatchObject([{ workspaceId: owner.workspaceId, role: "curator" }]);
  expect(await verifyPassword("correct horse battery", user.passwordHash)).toBe(true);
  expect(await outcome(acceptInvitation(anonymous(owner), input, undefined))).toBe("gone");
  expect((await listInvitations(owner)).closed).toMatchObject([{ state: "used", usedBy: "New Person" }]);
  const actions = await database.db.auditEvent.findMany({ where: { workspaceId: owner.workspaceId } });
  expect(actions.map(({ action, actor }) => [action, actor])).toEqual([
    ["invitation.create", `user:${idOf(owner)}`],
    ["people.join", `user:${joined.userId}`],
  ]);
});

test("of four people who race with one link exactly one joins, and no account of the others is left", async () => {
  const owner = await database.ctx("owner", "race");
  const token = tokenOf(await createInvitation(owner, { role: "viewer" }));
  const members = [await database.ctx("viewer", "elsewhere"), await database.ctx("viewer", "elsewhere")];
  const results = await Promise.all([
    ...Array.from({ length: 2 }, (_, index) =>
      outcome(
        acceptInvitation(
          anonymous(owner),
          { token, account: account(`racer${index}@example.org`) },
          undefined,
        ),
      ),
    ),
    ...members.map((ctx) => outcome(acceptInvitation(anonymous(owner), { token }, idOf(ctx)))),
  ]);
  expect(results.filter((result) => result === "done")).toHaveLength(1);
  expect(results.filter((result) => result === "gone")).toHaveLength(3);
  expect(await database.db.membership.count({ where: { workspaceId: owner.workspaceId } })).toBe(2);
  const racers = await database.db.user.findMany({
    where: { email: { startsWith: "racer" } },
    include: { memberships: true },
  });
  expect(racers.every(({ memberships }) => memberships.length === 1)).toBe(true);
});

test("revoked, expired, replaced and invented links let nobody in", async () => {
  const owner = await database.ctx("owner", "closed");
  const join = (ctx: Ctx, token: string) =>
    outcome(acceptInvitation(anonymous(ctx), { token, account: account("late@example.org") }, undefined));
  const revoked = await createInvitation(owner, { role: "viewer" });
  await revokeInvitation(owner, { id: revoked.id });
  await revokeInvitation(owner, { id: revoked.id });
  expect(await join(owner, tokenOf(revoked))).toBe("gone");
  expect(await outcome(renewInvitation(owner, { id: revoked.id }))).toBe("conflict");

  const expiring = await createInvitation(owner, { role: "viewer", validDays: 1 });
  expect(await join(later(owner, 1.01), tokenOf(expiring))).toBe("gone");
  const renewed = await renewInvitation(later(owner, 1.01), { id: expiring.id });
  expect(await join(later(owner, 1.5), tokenOf(expiring))).toBe("not_found");
  expect(await join(owner, "A".repeat(43))).toBe("not_found");
  expect(await join(owner, "")).toBe("not_found");
  expect(await database.db.user.count({ where: { email: "late@example.org" } })).toBe(0);
  expect(await join(later(owner, 2), tokenOf(renewed))).toBe("done");
  expect(await outcome(revokeInvitation(owner, { id: expiring.id }))).toBe("conflict");
});

test("a link for one address opens for no other, and is not spent by trying", async () => {
  const owner = await database.ctx("owner", "bound");
  const other = await database.ctx("viewer", "elsewhere");
  const token = tokenOf(await createInvitation(owner, { role: "viewer", email: "Kim@Example.org" }));
  const join = (email: string) =>
    outcome(acceptInvitation(anonymous(owner), { token, account: account(email) }, undefined));
  expect(await join("kim@example.com")).toBe("forbidden");
  // KELVIN SIGN, which lower case folds to k; and a Cyrillic i.
  await expect(join("\u212Aim@example.org")).rejects.toThrow(/e-mail address/);
  await expect(join("k\u0456m@example.org")).rejects.toThrow(/e-mail address/);
  expect(await outcome(acceptInvitation(anonymous(owner), { token }, idOf(other)))).toBe("forbidden");
  expect(await join(" KIM@example.org ")).toBe("done");
  expect(await outcome(createInvitation(owner, { role: "viewer", email: "kim@example.org" }))).toBe(
    "conflict",
  );
});

test("who joins says nothing of what they become", async () => {
  const owner = await database.ctx("owner", "raise");
  const token = tokenOf(await createInvitation(owner, { role: "viewer" }));
  for (const extra of [
    { role: "owner" },
    { workspaceId: "x" },
    { account: { ...account("a@b.co"), role: "owner" } },
  ]) {
    const input = { token, account: account("a@b.co"), ...extra };
    await expect(acceptInvitation(anonymous(owner), input, undefined)).rejects.toThrow(/Unrecognized key/);
  }
  expect(await outcome(acceptInvitation(anonymous(owner), { token }, undefined))).toBe("unauthenticated");
});

test("an address that has an account signs in instead, and a member gains nothing by a second link", async () => {
  const owner = await database.ctx("owner", "known");
  const { email } = await database.db.user.findUniqueOrThrow({ where: { id: idOf(owner) } });
  const token = tokenOf(await createInvitation(owner, { role: "owner", confirmOwner: true }));
  const taken = acceptInvitation(anonymous(owner), { token, account: account(email) }, undefined);
  expect(await outcome(taken)).toBe("conflict");
  const viewer = await database.ctx("viewer", "known");
  expect(await outcome(acceptInvitation(anonymous(owner), { token }, idOf(viewer)))).toBe("conflict");
  const membership = await database.db.membership.findFirstOrThrow({ where: { userId: idOf(viewer) } });
  expect(membership.role).toBe("viewer");
  const stranger = await database.ctx("viewer", "elsewhere");
  expect(await outcome(acceptInvitation(anonymous(owner), { token }, idOf(stranger)))).toBe("done");
});

test("only who manages people invites, an owner only on purpose, and nobody in another workspace", async () => {
  const owner = await database.ctx("owner", "rights");
  const { id } = await createInvitation(owner, { role: "viewer" });
  for (const role of ["researcher", "curator", "reviewer", "annotator", "viewer"] as const) {
    const ctx = await database.ctx(role, "rights");
    const attempts = [
      createInvitation(ctx, { role: "viewer" }),
      listInvitations(ctx),
      renewInvitation(ctx, { id }),
      revokeInvitation(ctx, { id }),
    ];
    expect(new Set(await Promise.all(attempts.map(outcome)))).toEqual(new Set(["forbidden"]));
  }
  expect(await outcome(createInvitation(owner, { role: "owner" }))).toBe("invalid");
  const stranger = await database.ctx("owner", "elsewhere");
  expect(await outcome(renewInvitation(stranger, { id }))).toBe("not_found");
  expect(await outcome(revokeInvitation(stranger, { id }))).toBe("not_found");
  expect((await listInvitations(owner)).open).toMatchObject([{ id, state: "open" }]);
});

test("an owner who is removed or demoted cannot come back by a link of their own", async () => {
  const owner = await database.ctx("owner", "back");
  const rogue = await database.ctx("owner", "back");
  const demoted = await database.ctx("owner", "back");
  const tokens = [];
  for (const ctx of [rogue, demoted]) {
    tokens.push(tokenOf(await createInvitation(ctx, { role: "owner", confirmOwner: true })));
  }
  await removeMember(owner, { userId: idOf(rogue) });
  await changeRole(owner, { userId: idOf(demoted), role: "researcher" });
  for (const token of tokens) {
    expect(await outcome(acceptInvitation(anonymous(owner), { token }, idOf(rogue)))).toBe("gone");
  }
  // Their requests under way still carry the role they had when these began.
  for (const ctx of [rogue, demoted]) {
    expect(await outcome(createInvitation(ctx, { role: "viewer" }))).toBe("forbidden");
  }
});

test("removing someone while they invite leaves no open link, whichever comes first", async () => {
  const owner = await database.ctx("owner", "removal-race");
  for (let round = 0; round < 8; round += 1) {
    const rogue = await database.ctx("owner", "removal-race");
    await Promise.allSettled([
      createInvitation(rogue, { role: "viewer" }),
      removeMember(owner, { userId: idOf(rogue) }),
      createInvitation(rogue, { role: "viewer" }),
    ]);
  }
  expect((await listInvitations(owner)).open).toEqual([]);
});

test("a mailed link is shown to nobody and proves the address; one that cannot be mailed is shown with the reason", async () => {
  const owner = await database.ctx("owner", "mail");
  const sent: Mail[] = [];
  const mailer: Mailer = { send: async (mail) => void sent.push(mail), verify: async () => undefined };
  const input = { role: "viewer", email: "lee@example.org", byMail: true } as const;
  const mailed = await createInvitation({ ...owner, mailer }, input);
  expect(mailed).toMatchObject({ mailedTo: "lee@example.org", path: null });
  const token = tokenOf({ path: sent[0].link.path });
  const { userId } = await acceptInvitation(
    anonymous(owner),
    { token, account: account("lee@example.org") },
    undefined,
  );
  const user = await database.db.user.findUniqueOrThrow({ where: { id: userId } });
  expect(user.confirmedAt).not.toBeNull();

  const failing: Mailer = {
    ...mailer,
    send: () => Promise.reject(new AppError("unavailable", "the server is full")),
  };
  const shown = await createInvitation({ ...owner, mailer: failing }, { ...input, email: "max@example.org" });
  expect(shown).toMatchObject({ mailedTo: null, problem: "the server is full" });
  expect(tokenOf(shown)).toBeTruthy();
  expect(await outcome(createInvitation(owner, { role: "viewer", byMail: true }))).toBe("invalid");
});
