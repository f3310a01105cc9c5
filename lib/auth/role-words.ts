import type { Role } from "#lib/db/generated/client.ts";
import { ACTIONS, type Action, roleCan } from "./can.ts";

/** What each role is for, widest first. */
export const ROLE_WORDS: Record<Role, string> = {
  owner: "runs the workspace: people, roles and everything else",
  researcher: "trains models, explains, designs studies and reports",
  curator: "imports images, edits classes and regions, freezes versions",
  reviewer: "accepts regions or sends them back, and reads results",
  annotator: "draws regions and sees neither methods nor results",
  viewer: "reads everything and changes nothing",
};

export const ROLES = Object.keys(ROLE_WORDS) as Role[];

const ACTION_WORDS: Record<Action, string> = {
  "dataset:read": "see images, their classes and regions",
  "dataset:write": "import and edit data sets, freeze versions",
  "dataset:export": "take data sets away",
  "region:write": "draw and change regions",
  "region:review": "accept regions or send them back, open rounds of independent drawing and compare them",
  "model:read": "see models and how well they classify",
  "model:write": "train, import and export models",
  "run:read": "see explanations and metrics",
  "run:start": "start explanation runs",
  "run:cancel": "stop explanation runs",
  "job:read": "see what the workers do",
  "study:read": "see studies and how they go",
  "study:manage": "design, open and close studies",
  "report:read": "see the results of studies",
  "report:export": "take answers and reports away",
  "people:read": "see who the members are",
  "people:manage": "invite and remove people, change roles",
  "audit:read": "read the audit log",
  "workspace:manage": "change the workspace itself",
};

/** What may be done, in words, and by whom: as `can` decides it. */
export function listPermissions(): { action: Action; words: string; roles: Role[] }[] {
  return ACTIONS.map((action) => ({
    action,
    words: ACTION_WORDS[action],
    roles: ROLES.filter((role) => roleCan(role, action)),
  }));
}
