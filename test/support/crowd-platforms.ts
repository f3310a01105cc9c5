import { createHmac } from "node:crypto";
import { exportJWK, generateKeyPair, type KeyLike, SignJWT } from "jose";
import type { CrowdSettings } from "#lib/config.ts";
import { openLoopbackServer } from "./loopback-server.ts";

export const TEST_SECRET = "0f3b9a6c1d8e47f2a5b0c9d8e7f6a1b2";
const TOKEN = "a-token-of-the-api";

/** What this installation knows of platforms, with stand-ins for them where a test has some. */
export function crowdSettings(platforms: Partial<CrowdSettings> = {}): CrowdSettings {
  return {
    secret: () => TEST_SECRET,
    hostname: "lab.example",
    prolific: { url: "http://127.0.0.1:1" },
    ...platforms,
  };
}

export interface StandInProlific {
  settings: CrowdSettings["prolific"];
  /** What its API says of a submission; unknown ones are answered 404. */
  submissions: Map<string, { participant: string; status: string }>;
  /** Answers every request with this status instead; null: as it should be. */
  fails: number | null;
  asked: string[];
  /** An address's token as Prolific signs it. */
  sign(claims: Record<string, unknown>, wish?: SignWish): Promise<string>;
  /** The headers of a webhook with this body. */
  deliver(body: string, wish?: { eventId?: string; at?: Date; secret?: string }): Record<string, string>;
  close(): Promise<void>;
}

interface SignWish {
  audience?: string;
  /** In seconds from now. */
  expiresIn?: number;
  kid?: string;
  key?: KeyLike;
}

/** Speaks what Prolific's documentation says of its keys, its submissions and its webhooks. */
export async function openStandInProlific(): Promise<StandInProlific> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "key-1", alg: "RS256", use: "sig" };
  const webhookSecret = "a secret of the workspace";
  const platform: Omit<StandInProlific, "settings" | "asked" | "close"> = {
    submissions: new Map(),
    fails: null,
    sign: (claims, { audience = "lab.example", expiresIn = 600, kid = "key-1", key = privateKey } = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid })
        .setAudience(audience)
        .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
        .sign(key),
    deliver(body, { eventId = "event-1", at = new Date(), secret = webhookSecret } = {}) {
      const timestamp = String(Math.floor(at.getTime() / 1000));
      return {
        "x-event-id": eventId,
        "x-prolific-request-timestamp": timestamp,
        "x-prolific-request-signature": createHmac("sha256", secret)
          .update(timestamp + body)
          .digest("base64"),
      };
    },
  };
  const server = await openLoopbackServer((request, response) => {
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (result.fails !== null) return json(result.fails, { error: "not now" });
    if (request.url === "/.well-known/study/jwks.json") return json(200, { keys: [jwk] });
    const id = /^\/api\/v1\/submissions\/([^/]+)\/$/.exec(request.url ?? "")?.[1];
    if (request.headers.authorization !== `Token ${TOKEN}`) return json(401, {});
    const submission = id && result.submissions.get(id);
    return submission ? json(200, { id, study_id: "s1", ...submission }) : json(404, {});
  });
  const result: StandInProlific = {
    ...platform,
    settings: { url: `http://127.0.0.1:${server.port}`, token: TOKEN, webhookSecret },
    asked: server.asked,
    close: server.close,
  };
  return result;
}

export const GRANTED =
  '<WebstudyCreditResponse><WebstudyCreditResult xmlns:a="x"><a:Errors i:nil="true"/><a:Result><a:credit_status>G</a:credit_status></a:Result></WebstudyCreditResult></WebstudyCreditResponse>';
export const REFUSED =
  "<WebstudyCreditResponse><WebstudyCreditResult><a:Errors><a:Error>invalid token</a:Error></a:Errors></WebstudyCreditResult></WebstudyCreditResponse>";

/** Answers WebstudyCredit with what `reply` holds; a number is a status. */
export async function openStandInSona(reply: { next: string | number }) {
  return openLoopbackServer((_, response) => {
    if (typeof reply.next === "number") response.writeHead(reply.next).end();
    else response.writeHead(200, { "content-type": "text/xml" }).end(reply.next);
  });
}
