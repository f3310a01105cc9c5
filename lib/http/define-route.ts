import type { Logger } from "pino";
import type { z } from "zod";
import { type Action, requireCan } from "#lib/auth/can.ts";
import { readSession } from "#lib/auth/read-session.ts";
import { type Config, readConfig } from "#lib/config.ts";
import { newId } from "#lib/db/id.ts";
import { createLogger } from "#lib/observability/logger.ts";
import type { Ctx } from "#lib/services/context.ts";
import { openContext } from "#lib/services/open-context.ts";
import { errorResponse } from "./error-response.ts";
import { readCookies } from "./read-cookies.ts";
import { readJson } from "./read-json.ts";
import { requireSameOrigin } from "./same-origin.ts";

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface RouteSpec<Params, Query, Body, Response_> {
  params?: Params;
  query?: Query;
  /** A JSON body. A route that takes bytes leaves this out and reads `request` itself. */
  body?: Body;
  /** What goes out: fields it does not name are dropped, so a row's secrets cannot slip through. */
  response?: Response_;
  /** The action and the noun it is done to; "anyone" for routes that know people by other means than a session. */
  can: readonly [action: Action, resource: string] | "anyone";
  maxBodyBytes?: number;
  handler(args: {
    ctx: Ctx;
    params: Parsed<Params>;
    query: Parsed<Query>;
    body: Parsed<Body>;
    request: Request;
  }): Promise<(Response_ extends z.ZodType ? z.input<Response_> : unknown) | Response>;
}

export type RouteHandler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

const DEFAULT_MAX_BODY_BYTES = 1 << 20;

async function authorise(
  config: Config,
  request: Request,
  allowed: RouteSpec<0, 0, 0, 0>["can"],
): Promise<Ctx> {
  if (allowed === "anyone") return openContext(config, { actor: { kind: "anonymous" }, workspaceId: "" });
  const ctx = await readSession(config, readCookies(request));
  requireSameOrigin(request, config.publicUrl);
  requireCan(ctx, allowed[0]);
  return ctx;
}

function parse<Schema>(schema: Schema | undefined, value: () => unknown): Parsed<Schema> {
  const zod = schema as z.ZodType | undefined;
  return (zod ? zod.parse(value()) : undefined) as Parsed<Schema>;
}

/** Repeated parameters become arrays. */
function readQuery(request: Request): Record<string, string | string[]> {
  const search = new URL(request.url).searchParams;
  const values = [...new Set(search.keys())].map((key) => {
    const all = search.getAll(key);
    return [key, all.length > 1 ? all : all[0]] as const;
  });
  return Object.fromEntries(values);
}

function toResponse(result: unknown, schema: unknown, requestId: string): Response {
  if (result instanceof Response) return result;
  const headers = { "cache-control": "no-store", "x-request-id": requestId };
  if (result === undefined) return new Response(null, { status: 204, headers });
  const parsed = schema ? (schema as z.ZodType).safeParse(result) : { success: true as const, data: result };
  if (!parsed.success) throw new Error(`the response does not fit its own schema: ${parsed.error.message}`);
  return Response.json(parsed.data, { headers });
}

/**
 * A route handler: session -> same origin -> right -> parsed input -> handler -> parsed output, with errors mapped once.
 * Every route authorises here and every verb again, so no proxy or rewrite in front can be the only guard.
 */
export function defineRoute<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Response_ extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<Params, Query, Body, Response_>): RouteHandler {
  return async (request, context) => {
    const requestId = newId();
    let log: Logger | undefined;
    try {
      const config = readConfig();
      const ctx = await authorise(config, request, spec.can);
      log = ctx.log;
      const rawParams = await context.params;
      const rawBody = spec.body
        ? await readJson(request, spec.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES)
        : undefined;
      const result = await spec.handler({
        ctx,
        params: parse(spec.params, () => rawParams),
        query: parse(spec.query, () => readQuery(request)),
        body: parse(spec.body, () => rawBody),
        request,
      });
      return toResponse(result, spec.response, requestId);
    } catch (error) {
      return errorResponse(error, log ?? createLogger("info", "whynot"), requestId);
    }
  };
}
