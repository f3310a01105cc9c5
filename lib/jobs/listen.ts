import pg from "pg";
import { z } from "zod";
import { PROGRESS_CHANNEL } from "./job-row.ts";

const JobEvent = z.object({
  jobId: z.string(),
  runId: z.string().nullable(),
  trainingId: z.string().nullable(),
  workspaceId: z.string(),
});
export type JobEvent = z.infer<typeof JobEvent>;

type Listener = (event: JobEvent) => void;

/** One connection for all who listen to the same database. */
interface Hub {
  listeners: Set<Listener>;
  close(): void;
}

const MAX_BACKOFF_MS = 5_000;
const hubs = new Map<string, Hub>();

function openHub(databaseUrl: string): Hub {
  const listeners = new Set<Listener>();
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let backoffMs = 100;

  const reconnect = () => {
    client?.removeAllListeners();
    client?.on("error", () => {});
    client = undefined;
    if (closed) return;
    timer = setTimeout(connect, backoffMs);
    backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS);
  };
  const connect = () => {
    client = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    client.once("error", reconnect);
    client.once("end", reconnect);
    client.on("notification", ({ payload }) => {
      const event = JobEvent.safeParse(JSON.parse(payload ?? "null"));
      if (event.success) for (const listener of listeners) listener(event.data);
    });
    client
      .connect()
      .then(() => client?.query(`LISTEN ${PROGRESS_CHANNEL}`))
      .then(() => {
        backoffMs = 100;
      })
      .catch(() => {});
  };
  connect();
  return {
    listeners,
    close() {
      closed = true;
      clearTimeout(timer);
      client?.end().catch(() => {});
    },
  };
}

/**
 * Calls `onEvent` at every change of a job from now on, through restarts of the database. What happened while it was
 * away is not repeated: read the rows again now and then.
 * @returns what ends it
 */
export function listenProgress(databaseUrl: string, onEvent: Listener): () => void {
  const hub = hubs.get(databaseUrl) ?? openHub(databaseUrl);
  hubs.set(databaseUrl, hub);
  const listener: Listener = (event) => onEvent(event);
  hub.listeners.add(listener);
  return () => {
    hub.listeners.delete(listener);
    if (hub.listeners.size > 0) return;
    hub.close();
    hubs.delete(databaseUrl);
  };
}
