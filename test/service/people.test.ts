import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyPassword } from "#lib/auth/password.ts";
import type { Ctx } from "#lib/services/context.ts";
import { changePassword } from "#lib/services/people/change-password.ts";
import { changeRole } from "#lib/services/people/change-role.ts";
import { createMember } from "#lib/services/people/create-member.ts";
import { createWorkspace } from "#lib/services/people/create-workspace.ts";
import { removeMember } from "#lib/services/people/remove-member.ts";
import { resetPassword } from "#lib/services/people/reset-password.ts";
import { signOutEverywhere } from "#lib/services/people/sign-out-everywhere.ts";
import { idOf } from "#test/support/asking.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const userRow = (id: string) => database.db.user.findUniqueOrThrow({ where: { id } });
const asSystem = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: "system" } });

test("a new member gets a password once, and only its hash is kept", async () => {
  const owner = await database.ctx("owner", "new-member");
  const input = { email: "Ann@Example.org", name: "Ann", role: "curator" as const };
  const { userId, password } = await createMember(owner, input);
  const user = await userRow(userId);
  expect(user.email).toBe("ann@example.org");
  expect(JSON.stringify(user)).not.toContain(password);
  expect(await verifyPassword(password ?? "", user.passwordHash)).toBe(true);
  await expect(createMember(owner, input)).rejects.toMatchObject({ code: "conflict" });
  const events = await database.db.auditEvent.findMany({ where: { workspaceId: owner.workspaceId } });
  expect(events).toMatchObject([
    { action: "people.create", actor: `user:${idOf(owner)}`, resource: `user:${userId}` },
  ]);
});

test("someone who works elsewhere already keeps their password", async () => {
  const owner = await database.ctx("owner", "first-lab");
  const other = await database.ctx("owner", "second-lab");
  const person = { email: "bob@example.org", name: "Bob", role: "viewer" as const };
  const { userId } = await createMember(owner, person);
  const { passwordHash } = await userRow(userId);
  expect(await createMember(other, person)).toEqual({ userId, password: null });
  expect((await userRow(userId)).passwordHash).toBe(passwordHash);
});

test("changing a password needs the current one and ends all sessions", async () => {
  const owner = await database.ctx("owner", "passwords");
  const { userId, password } = await createMember(owner, {
    email: "eve@example.org",
    name: "Eve",
    role: "viewer",
  });
  const eve: Ctx = { ...owner, actor: { kind: "user", userId, role: "viewer" } };
  const before = await userRow(userId);
  await expect(
    changePassword(eve, { current: "a guess, nothing more", next: "correct horse" }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await expect(changePassword(eve, { current: password ?? "", next: "short" })).rejects.toMatchObject({
    code: "invalid",
  });
  expect(await userRow(userId)).toEqual(before);
  await changePassword(eve, { current: password ?? "", next: "correct horse" });
  const after = await userRow(userId);
  expect(after.sessionVersion).toBe(before.sessionVersion + 1);
  expect(await verifyPassword("correct horse", after.passwordHash)).toBe(true);
});

test("a workspace never loses its last owner", async () => {
  const owner = await database.ctx("owner", "owners");
  const second = await database.ctx("owner", "owners");
  await changeRole(owner, { userId: idOf(second), role: "viewer" });
  await expect(changeRole(owner, { userId: idOf(owner), role: "viewer" })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(removeMember(owner, { userId: idOf(owner) })).rejects.toMatchObject({ code: "conflict" });
  await removeMember(owner, { userId: idOf(second) });
  expect(await database.db.membership.count({ where: { workspaceId: owner.workspaceId } })).toBe(1);
});

test("two owners who leave at once do not both get through", async () => {
  const first = await database.ctx("owner", "race");
  const second = await database.ctx("owner", "race");
  const results = await Promise.allSettled([
    changeRole(first, { userId: idOf(first), role: "viewer" }),
    changeRole(second, { userId: idOf(second), role: "viewer" }),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("people of other workspaces are out of reach", async () => {
  const owner = await database.ctx("owner", "here");
  const stranger = await database.ctx("viewer", "there");
  const userId = idOf(stranger);
  await expect(changeRole(owner, { userId, role: "owner" })).rejects.toMatchObject({ code: "not_found" });
  await expect(removeMember(owner, { userId })).rejects.toMatchObject({ code: "not_found" });
  await expect(signOutEverywhere(owner, { userId })).rejects.toMatchObject({ code: "not_found" });
});

test("everyone may sign themselves out everywhere, only owners others", async () => {
  const owner = await database.ctx("owner", "sessions");
  const viewer = await database.ctx("viewer", "sessions");
  await signOutEverywhere(viewer, { userId: idOf(viewer) });
  await signOutEverywhere(owner, { userId: idOf(viewer) });
  expect((await userRow(idOf(viewer))).sessionVersion).toBe(3);
  await expect(signOutEverywhere(viewer, { userId: idOf(owner) })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("workspaces and forgotten passwords are a matter of whoever owns the machine", async () => {
  const owner = await database.ctx("owner", "machine");
  const { email } = await userRow(idOf(owner));
  const lab = { slug: "new-lab", name: "New lab", ownerEmail: email, ownerName: "Ann" };
  await expect(resetPassword(owner, { email })).rejects.toMatchObject({ code: "forbidden" });
  await expect(createWorkspace(owner, lab)).rejects.toMatchObject({ code: "forbidden" });
  const password = await resetPassword(asSystem(owner), { email });
  expect(await verifyPassword(password, (await userRow(idOf(owner))).passwordHash)).toBe(true);
  const { workspaceId } = await createWorkspace(asSystem(owner), lab);
  expect(await database.db.membership.findMany({ where: { workspaceId } })).toMatchObject([
    { role: "owner" },
  ]);
  await expect(createWorkspace(asSystem(owner), lab)).rejects.toMatchObject({ code: "conflict" });
});
