import { availableParallelism } from "node:os";
import path from "node:path";
import { z } from "zod";
import { readSecret } from "#lib/auth/secret.ts";
import { AppError } from "#lib/errors.ts";
import { type CostLimit, USUAL_COST_LIMIT } from "#lib/explain/cost/run-cost.ts";
import { issueWords } from "#lib/issue-words.ts";
import type { MailSettings } from "#lib/mail/mailer.ts";
import type { S3Settings } from "#lib/storage/s3-objects.ts";
import { readS3Place, type S3Place } from "#lib/storage/s3-place.ts";

function readS3Places(text: string, context: z.RefinementCtx): S3Place[] {
  try {
    return text.split(",").flatMap((place) => (place.trim() === "" ? [] : readS3Place(place.trim())));
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
    return z.NEVER;
  }
}

const Environment = z.object({
  /** A Postgres of your own; without it `whynot up` runs an embedded one. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ }).optional(),
  /** Data of this installation: files, the embedded database, generated secrets. */
  WHYNOT_HOME: z.string().default(".whynot"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** The address people type, when it differs from http://HOST:PORT. */
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  NEXTAUTH_SECRET: z.string().optional(),
  /** A mail server, such as smtps://name:password@mail.example.org; without one, links are shown to be handed over. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, hostname: /.*/ }).optional(),
  /** The sender, such as: Whynot <whynot@example.org> */
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>]*<?[^\s<>@]+@[^\s<>@]+>?$/, "is no sender's address")
    .optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  /** Jobs a worker runs at once; two keep a small machine busy and leave memory for the rest. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(Math.min(2, availableParallelism())),
  /** A run that takes more, in minutes of one worker slot or in passes through a network, has to be confirmed. */
  RUN_CONFIRM_MINUTES: z.coerce.number().positive().default(USUAL_COST_LIMIT.workerMinutes),
  RUN_CONFIRM_PASSES: z.coerce.number().int().min(1).default(USUAL_COST_LIMIT.passes),
  /** Folders of this machine that data sets may be imported from, separated by ":" (";" on Windows); none when left out. */
  IMPORT_FOLDERS: z.string().optional(),
  /** The most that one import may send to the site. */
  IMPORT_MAX_BYTES: z.coerce.number().int().min(1).default(20_000_000_000),
  /** Where files on their way into data sets lie; sites and workers on several machines share it. */
  IMPORT_UPLOADS: z.string().optional(),
  /** Without a sign of life for this long, a job is taken over. */
  JOB_LEASE_MS: z.coerce.number().int().min(300).default(30_000),
  /** Whether pictures may be fetched from addresses in a manifest: the server asks strangers' machines, so it is off until wanted. */
  IMPORT_URLS: z.enum(["on", "off"]).default("off"),
  /** Places in S3 that people may import from, s3://bucket/folder, separated by commas; none when left out. */
  IMPORT_S3: z.string().default("").transform(readS3Places),
  /** Where S3 is and with which key it is asked, by the names Amazon's own tools read. */
  AWS_ENDPOINT_URL_S3: z.url({ protocol: /^https?$/ }).optional(),
  AWS_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, "is no region")
    .default("us-east-1"),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  /** Where Prolific's API is, with which token it is asked, and the secret that its webhooks are signed with. */
  WHYNOT_PROLIFIC_URL: z.url({ protocol: /^https?$/ }).default("https://api.prolific.com"),
  WHYNOT_PROLIFIC_TOKEN: z.string().optional(),
  WHYNOT_PROLIFIC_WEBHOOK_SECRET: z.string().optional(),
  /** The bucket in the path instead of the host's name, as MinIO wants it. */
  S3_PATH_STYLE: z.enum(["on", "off"]).default("off"),
});

/** What may be imported, and where it lies until then. */
export interface ImportSettings {
  uploadsFolder: string;
  /** Of one import. */
  maxBytes: number;
  /** Folders of this machine that may be imported from, absolute. */
  folders: readonly string[];
  /** Pictures may be fetched from addresses. */
  fetchesUrls: boolean;
  /** What people may import from in S3. */
  s3Places: readonly S3Place[];
  /** Read only by what asks S3, so that keys lie nowhere else. @throws AppError `unavailable` without a key */
  s3: () => S3Settings;
}

/** What this installation needs to work with crowd platforms. */
export interface CrowdSettings {
  /** Makes people's places from their ids on a platform, so that no id is kept. */
  secret: () => string;
  /** The name of this site: signed addresses for another one let nobody in. */
  hostname: string;
  prolific: { url: string; token?: string; webhookSecret?: string };
  /** Stands in for SONA's sites in tests. */
  sonaUrl?: string;
}

export interface Config {
  databaseUrl: string | undefined;
  home: string;
  filesFolder: string;
  host: string;
  port: number;
  publicUrl: string;
  logLevel: z.infer<typeof Environment>["LOG_LEVEL"];
  workerConcurrency: number;
  jobLeaseMs: number;
  costLimit: CostLimit;
  mail: MailSettings | undefined;
  imports: ImportSettings;
  crowd: CrowdSettings;
  /** Read (and on first use generated) only by what needs it. @throws AppError `invalid` for a guessable one */
  secret: () => string;
  /** The same on another port. */
  atPort(port: number): Config;
}

function readMail(
  { SMTP_URL: smtpUrl, MAIL_FROM: from }: z.infer<typeof Environment>,
  siteUrl: string,
): MailSettings | undefined {
  if (!smtpUrl) return undefined;
  if (!from) throw new AppError("invalid", "SMTP_URL is set: set MAIL_FROM too, the sender's address.");
  return { smtpUrl, from, siteUrl };
}

function readS3Settings(env: z.infer<typeof Environment>): S3Settings {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new AppError(
      "unavailable",
      "S3 is not set up here: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_REGION or AWS_ENDPOINT_URL_S3.",
    );
  }
  return {
    endpoint: env.AWS_ENDPOINT_URL_S3,
    region: env.AWS_REGION,
    accessKeyId,
    secretAccessKey,
    sessionToken: env.AWS_SESSION_TOKEN,
    pathStyle: env.S3_PATH_STYLE === "on",
  };
}

/** @throws AppError `invalid` naming each variable that is wrong */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issueWords(issue)}`);
    throw new AppError("invalid", `The environment is not usable. ${faults.join("; ")}`);
  }
  const env = parsed.data;
  const home = path.resolve(env.WHYNOT_HOME);
  const publicUrl =
    env.NEXTAUTH_URL ?? `http://${env.HOST === "0.0.0.0" ? "127.0.0.1" : env.HOST}:${env.PORT}`;
  return {
    databaseUrl: env.DATABASE_URL,
    home,
    filesFolder: path.join(home, "files"),
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    logLevel: env.LOG_LEVEL,
    workerConcurrency: env.WORKER_CONCURRENCY,
    jobLeaseMs: env.JOB_LEASE_MS,
    costLimit: { workerMinutes: env.RUN_CONFIRM_MINUTES, passes: env.RUN_CONFIRM_PASSES },
    mail: readMail(env, publicUrl),
    imports: {
      uploadsFolder: path.resolve(env.IMPORT_UPLOADS ?? path.join(home, "uploads")),
      maxBytes: env.IMPORT_MAX_BYTES,
      folders: (env.IMPORT_FOLDERS ?? "")
        .split(path.delimiter)
        .filter((folder) => folder.trim() !== "")
        .map((folder) => path.resolve(folder.trim())),
      fetchesUrls: env.IMPORT_URLS === "on",
      s3Places: env.IMPORT_S3,
      s3: () => readS3Settings(env),
    },
    crowd: {
      secret: () => readSecret(home, env.NEXTAUTH_SECRET),
      hostname: new URL(publicUrl).hostname,
      prolific: {
        url: env.WHYNOT_PROLIFIC_URL,
        token: env.WHYNOT_PROLIFIC_TOKEN,
        webhookSecret: env.WHYNOT_PROLIFIC_WEBHOOK_SECRET,
      },
    },
    secret: () => readSecret(home, env.NEXTAUTH_SECRET),
    atPort: (port) => readConfig({ ...environment, PORT: String(port) }),
  };
}
