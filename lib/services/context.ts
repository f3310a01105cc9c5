import type { Logger } from "pino";
import type { CrowdSettings, ImportSettings } from "#lib/config.ts";
import type { Db } from "#lib/db/client.ts";
import type { Role } from "#lib/db/generated/client.ts";
import type { CostLimit } from "#lib/explain/cost/run-cost.ts";
import type { Mailer } from "#lib/mail/mailer.ts";
import type { Storage } from "#lib/storage/storage.ts";

/** Who is asking. */
export type Actor =
  | { kind: "user"; userId: string; role: Role }
  | { kind: "job"; jobId: string }
  /** The command line and the first boot: whoever can run these owns the machine. */
  | { kind: "system" }
  | { kind: "anonymous" };

/** Everything a verb needs; nothing is global. */
export interface Ctx {
  actor: Actor;
  /** The workspace being worked in; every row a verb touches belongs to it. */
  workspaceId: string;
  db: Db;
  storage: Storage;
  clock: () => Date;
  log: Logger;
  /** Above it a run has to be confirmed; without one, the usual. */
  costLimit?: CostLimit;
  /** Where a mail server is configured; else links are handed over by those who make them. */
  mailer?: Mailer;
  /** Only where data sets can be imported. */
  imports?: ImportSettings;
  /** Only where people may come from crowd platforms. */
  crowd?: CrowdSettings;
}
