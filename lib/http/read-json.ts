import { AppError } from "#lib/errors.ts";

function formatBytes(count: number): string {
  return count >= 1 << 20 ? `${Math.round(count / (1 << 20))} MiB` : `${Math.round(count / 1024)} KiB`;
}

/** The whole body, never holding more than `maxBytes`. @throws AppError `too_large` */
export async function readBody(
  message: Pick<Request, "headers" | "body">,
  maxBytes: number,
): Promise<Uint8Array> {
  const tooLarge = () => new AppError("too_large", `Send at most ${formatBytes(maxBytes)}.`);
  if (Number(message.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (message.body) {
    for await (const chunk of message.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

/** @throws AppError `invalid` for anything but JSON declared as such, which also keeps HTML forms of other sites out */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new AppError("invalid", "Send JSON with content-type: application/json.");
  const bytes = await readBody(request, maxBytes);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError("invalid", "The body is not valid JSON.", {}, cause);
  }
}
