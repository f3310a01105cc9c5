import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Logger } from "pino";
import { generatePassword, hashPassword } from "#lib/auth/password.ts";
import type { Db } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { demoOpen } from "#lib/jobs/definitions/demo-open.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Ctx } from "#lib/services/context.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import type { Storage } from "#lib/storage/storage.ts";

export interface OpenDemo {
  db: Db;
  storage: Storage;
  log: Logger;
  /** The folder `demo` of the project: scenes/data and models. */
  folder: string;
}

/** How to get in. */
export interface DemoWorkspace {
  workspaceId: string;
  email: string;
  /** Only from the call that made the account: it is stored as a hash. */
  password: string | null;
}

export interface DemoDoor extends DemoWorkspace {
  /** The participants' path is /s/<studyKey>; the same for the life of this installation. */
  studyKey: string;
}

const WORKSPACE = { slug: "demo", name: "Demo" };
const OWNER = { email: "demo@whynot.local", name: "Demo researcher" };

/** Files of demo/models and what the models are called. */
export const DEMO_MODELS = {
  fc: { file: "fc", name: "FC baseline" },
  plus: { file: "scouter-plus", name: "SCOUTER+" },
  minus: { file: "scouter-minus", name: "SCOUTER−" },
} as const;

/**
 * Opens the demo workspace: account, models, and a job that brings in the rest (data, run, study) while the site is
 * already up. Calling it again changes nothing, and takes up again what was cut short.
 */
export async function openDemo(options: OpenDemo): Promise<DemoDoor> {
  const { ctx, ...workspace } = await openDemoWorkspace(options);
  return { ...workspace, studyKey: await requestContents(ctx, options.folder) };
}

/** The same without its contents: account and models, and who may bring in something. */
export async function openDemoWorkspace(options: OpenDemo): Promise<DemoWorkspace & { ctx: Ctx }> {
  const { db, storage, log, folder } = options;
  const workspace = await db.workspace.upsert({
    where: { slug: WORKSPACE.slug },
    create: { id: newId(), ...WORKSPACE },
    update: {},
  });
  const password = await openAccount(db, workspace.id);
  const ctx: Ctx = {
    actor: { kind: "system" },
    workspaceId: workspace.id,
    db,
    storage,
    log,
    clock: () => new Date(),
  };
  await registerModels(ctx, folder);
  return { ctx, workspaceId: workspace.id, email: OWNER.email, password };
}

/** Returns the password if the account is new. */
async function openAccount(db: Db, workspaceId: string): Promise<string | null> {
  if (await db.user.findUnique({ where: { email: OWNER.email }, select: { id: true } })) return null;
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  const membership = { create: { workspaceId, role: "owner" as const } };
  await db.user.create({ data: { id: newId(), ...OWNER, passwordHash, memberships: membership } });
  return password;
}

async function registerModels(ctx: Ctx, folder: string): Promise<void> {
  for (const { file, name } of Object.values(DEMO_MODELS)) {
    const where = { workspaceId_name: { workspaceId: ctx.workspaceId, name } };
    if (await ctx.db.model.findUnique({ where, select: { id: true } })) continue;
    const weights = new Uint8Array(await readFile(path.join(folder, "models", `${file}.safetensors`)));
    const training = await readTrainingLog(path.join(folder, "models", `${file}.log.jsonl`));
    await registerModel(ctx, { name, weights, training });
  }
}

/** The log as `bin/whynot train` wrote it: one JSON object a line. */
async function readTrainingLog(file: string): Promise<Record<string, unknown>> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return { log: lines.map((line) => JSON.parse(line)) };
}

/** Asks for data, run and study, unless that was done or is being done. Returns the study's key. */
async function requestContents(ctx: Ctx, folder: string): Promise<string> {
  return ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Workspace" WHERE "id" = ${ctx.workspaceId} FOR UPDATE`;
    const last = await tx.job.findFirst({
      where: { workspaceId: ctx.workspaceId, kind: demoOpen.kind },
      orderBy: { id: "desc" },
    });
    const studyKey = last
      ? demoOpen.payload.parse(last.payload).studyKey
      : randomBytes(9).toString("base64url");
    if (!last || last.state === "failed" || last.state === "cancelled") {
      await enqueue(tx, demoOpen, { folder, studyKey }, { workspaceId: ctx.workspaceId });
    }
    return studyKey;
  });
}
