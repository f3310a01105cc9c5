import { AppError } from "#lib/errors.ts";
import { readScript } from "../../bundle.ts";

/** The participant's script. Its name changes with its content, so it is kept for good. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ file: string }> },
): Promise<Response> {
  const { file } = await params;
  try {
    const { bytes, encoding } = await readScript(file, request.headers.get("accept-encoding") ?? "");
    const headers = new Headers({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
      "x-content-type-options": "nosniff",
    });
    if (encoding) headers.set("content-encoding", encoding);
    return new Response(bytes, { headers });
  } catch (error) {
    if (error instanceof AppError) return new Response(error.message, { status: error.status });
    throw error;
  }
}
