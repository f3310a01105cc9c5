const HEARTBEAT_MS = 15_000;

/** Sends one server-sent event; `data` becomes JSON. */
export type SendEvent = (event: string, data: unknown) => void;

/**
 * A response of server-sent events that lasts until the client leaves or `start`'s caller calls `close`.
 * @param start begins sending and returns what ends it
 */
export function eventStream(
  request: Request,
  start: (send: SendEvent, close: () => void) => Promise<() => void>,
): Response {
  const encoder = new TextEncoder();
  let finish = () => {};
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let open = true;
      let cleanUp = () => {};
      const write = (text: string) => {
        if (open) controller.enqueue(encoder.encode(text));
      };
      // Proxies cut silent connections, and a comment is how a broken one is noticed.
      const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
      finish = () => {
        if (!open) return;
        open = false;
        clearInterval(heartbeat);
        cleanUp();
        try {
          controller.close();
        } catch {
          // The client closed it first.
        }
      };
      request.signal.addEventListener("abort", finish);
      write("retry: 2000\n\n");
      try {
        const stop = await start(
          (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
          finish,
        );
        if (open) cleanUp = stop;
        else stop();
      } catch (error) {
        finish();
        throw error;
      }
    },
    cancel: () => finish(),
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
