import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { AppError } from "#lib/errors.ts";
import { failFetch, refuseFetch } from "./fetch-refusal.ts";
import { readPublicUrl } from "./public-url.ts";
import { readBounded } from "./read-bounded.ts";
import {
  type AddressPolicy,
  PUBLIC_ADDRESSES,
  type ResolvedAddress,
  resolvePublic,
} from "./resolve-public.ts";
import { TIME_LIMITS, type TimeLimits, type TransferWatch, watchTransfer } from "./watch-transfer.ts";

/** What may be fetched and how long it may take. Tests narrow or widen it; the product never does. */
export interface FetchPolicy extends AddressPolicy {
  ports: readonly number[];
  time: TimeLimits;
  /** Certificates to trust instead of the system's. */
  ca?: string;
}

const POLICY: FetchPolicy = { ...PUBLIC_ADDRESSES, ports: [80, 443], time: TIME_LIMITS };

export interface FetchRequest {
  maxBytes: number;
  /** Only the beginning is wanted. */
  firstBytes?: number;
  /** Sent as it is. */
  accept: string;
  /** Why an answer of this type is not wanted, before any of it is read; null when it is. @param type lower case, without parameters, or null */
  typeProblem(type: string | null): string | null;
  signal?: AbortSignal;
}

export interface PublicFetcher {
  /**
   * @throws AppError with `details.reason`: `invalid` for an address or answer that breaks a rule, `too_large`,
   * `unavailable` for what may go better next time (with `details.retryAfterMs` when the server says when), `cancelled`
   */
  get(address: string, request: FetchRequest): Promise<Uint8Array>;
  /** Ends the connections that are kept open. */
  close(): void;
}

const MAX_REDIRECTS = 5;
const USER_AGENT = "Whynot/0.1 (import of a data set)";
/** To one server at once, whoever asks. */
const MAX_SOCKETS = 8;

/**
 * Fetches from addresses that strangers wrote, without becoming their way into a private network: a host is looked up
 * once, every address it has must be public, the connection goes to exactly these, and each redirect starts over. No
 * cookie, credential, proxy or referrer is ever sent, and TLS certificates are verified.
 */
export function openPublicFetcher(given: Partial<FetchPolicy> = {}): PublicFetcher {
  const policy = { ...POLICY, ...given };
  const agents = {
    "http:": new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
    "https:": new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
  };

  const ask = async (url: URL, request: FetchRequest, watch: TransferWatch): Promise<IncomingMessage> => {
    const { accept, firstBytes } = request;
    watch.asked();
    const addresses = await untilAborted(resolvePublic(url, policy), watch.signal);
    const start = url.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const headers = {
        "user-agent": USER_AGENT,
        accept,
        "accept-encoding": "identity",
        ...(firstBytes === undefined ? {} : { range: `bytes=0-${firstBytes - 1}` }),
      };
      const agent = agents[url.protocol as keyof typeof agents];
      const { signal } = watch;
      start(url, { agent, headers, lookup: pinnedTo(addresses), signal, ca: policy.ca })
        .on("response", resolve)
        .on("error", reject)
        .end();
    });
  };

  return {
    async get(address, request) {
      const watch = watchTransfer(policy.time, request.signal);
      try {
        let url = readPublicUrl(address, policy.ports);
        for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
          const response = await ask(url, request, watch);
          watch.answered();
          try {
            const { location } = response.headers;
            if (!isRedirect(response) || location === undefined) return await take(response, request, watch);
            url = readPublicUrl(location, policy.ports, url);
          } finally {
            // A body that is all there leaves the connection usable, once it is read; any other ends it.
            if (response.complete) response.resume();
            else response.destroy();
          }
        }
        throw refuseFetch("too-many-redirects", `The address leads on more than ${MAX_REDIRECTS} times.`);
      } catch (error) {
        throw watch.signal.aborted ? watch.signal.reason : asAppError(error);
      } finally {
        watch.close();
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** A lookup that only knows what was looked up and judged before. */
function pinnedTo(addresses: ResolvedAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    if (all) done(null, addresses);
    else done(null, addresses[0].address, addresses[0].family);
  };
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function isRedirect({ statusCode = 0 }: IncomingMessage): boolean {
  return [301, 302, 303, 307, 308].includes(statusCode);
}

async function take(
  response: IncomingMessage,
  request: FetchRequest,
  watch: TransferWatch,
): Promise<Uint8Array> {
  checkStatus(response, request);
  const type = response.headers["content-type"]?.split(";")[0].trim().toLowerCase() ?? "";
  const problem = request.typeProblem(type === "" ? null : type);
  if (problem !== null) throw refuseFetch("content-type", problem);
  const { maxBytes, firstBytes } = request;
  return readBounded(response, { maxBytes, firstBytes, received: watch.received });
}

function checkStatus({ statusCode = 0, headers }: IncomingMessage, { firstBytes }: FetchRequest): void {
  if (statusCode === 200) return;
  if (statusCode === 206 && firstBytes !== undefined && /^bytes 0-/.test(headers["content-range"] ?? ""))
    return;
  const message = `The server answered with status ${statusCode} instead of a file.`;
  if (statusCode === 429 || statusCode >= 500) {
    throw failFetch("http-status", message, retryAfterMs(headers["retry-after"]));
  }
  throw refuseFetch("http-status", message);
}

/** RFC 9110, 10.2.3: seconds or a date. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

const CERTIFICATE = /^(CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY))/;

/** What node:http throws of connections: never its own message, which says where they went. */
function asAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = String((error as NodeJS.ErrnoException).code ?? "");
  if (CERTIFICATE.test(code)) {
    return refuseFetch("certificate", "The server's certificate is not valid for its name.", error);
  }
  if (code.startsWith("HPE_")) {
    return refuseFetch("bad-answer", "The server's answer is no HTTP.", error);
  }
  if (code !== "" || error instanceof AggregateError) {
    return failFetch("no-connection", "The server cannot be reached, or it broke off.", undefined, error);
  }
  return error;
}
