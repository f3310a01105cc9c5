import { expect, test } from "vitest";
import { ACTIONS, can, requireCan, roleCan } from "#lib/auth/can.ts";
import { Role } from "#lib/db/generated/enums.ts";
import type { Ctx } from "#lib/services/context.ts";

const ROLES = Object.values(Role);
const as = (actor: Ctx["actor"], workspaceId = "w1") => ({ actor, workspaceId }) as Ctx;

test("an owner may do everything, and what a viewer may do every member of the staff may", () => {
  for (const action of ACTIONS) {
    expect(roleCan("owner", action)).toBe(true);
    if (!roleCan("viewer", action)) continue;
    for (const role of ROLES.filter((role) => role !== "annotator")) expect(roleCan(role, action)).toBe(true);
  }
});

test("viewers and reviewers change nothing", () => {
  const changes = ACTIONS.filter((action) => /:(write|manage|start|cancel)$/.test(action));
  for (const action of changes) {
    expect(roleCan("viewer", action)).toBe(false);
    expect(roleCan("reviewer", action)).toBe(false);
  }
});

test("annotators learn nothing of methods and results", () => {
  const allowed = ACTIONS.filter((action) => roleCan("annotator", action));
  expect(allowed).toEqual(["dataset:read", "region:write"]);
});

test("the anonymous may do nothing, the machine's owner and jobs everything", () => {
  for (const action of ACTIONS) {
    expect(can({ kind: "anonymous" }, action)).toBe(false);
    expect(can({ kind: "system" }, action)).toBe(true);
    expect(can({ kind: "job", jobId: "j" }, action)).toBe(true);
  }
});

test("a refusal says which kind it is", () => {
  const viewer = as({ kind: "user", userId: "u", role: "viewer" });
  expect(() => requireCan(as({ kind: "anonymous" }), "run:read")).toThrow(
    expect.objectContaining({ status: 401 }),
  );
  expect(() => requireCan(viewer, "run:start")).toThrow(expect.objectContaining({ status: 403 }));
  expect(() => requireCan(viewer, "run:read")).not.toThrow();
});

test("what belongs to another workspace does not exist, not even for the machine's owner", () => {
  for (const actor of [{ kind: "user", userId: "u", role: "owner" }, { kind: "system" }] as const) {
    expect(() => requireCan(as(actor), "run:read", { workspaceId: "w2" })).toThrow(
      expect.objectContaining({ status: 404 }),
    );
  }
});
