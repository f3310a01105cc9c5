import { defineRoute } from "#lib/http/define-route.ts";
import { readBody } from "#lib/http/read-json.ts";
import { createRequestLimit } from "#lib/http/request-limit.ts";
import { receiveEvent } from "#lib/services/recruitment/receive-event.ts";

const MAX_BODY_BYTES = 16 * 1024;
/** A study of thousands changes this often at its busiest; what is turned away is delivered again for two days. */
const limit = createRequestLimit(1200, 60_000);

/** Where Prolific delivers its webhooks. Nobody is signed in: the signature over the bytes says who sent them. */
export const POST = defineRoute({
  can: "anyone",
  handler: async ({ ctx, request }) => {
    limit.take();
    const { headers } = request;
    await receiveEvent(ctx, {
      body: await readBody(request, MAX_BODY_BYTES),
      timestamp: headers.get("x-prolific-request-timestamp"),
      signature: headers.get("x-prolific-request-signature"),
      eventId: headers.get("x-event-id"),
    });
  },
});
