import { respondWithPage } from "../../respond-with-page.ts";

/** The participant's page in a frame of Mechanical Turk (next.config.ts lets only its sites frame it), for a study that is there. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const { key } = await params;
  return respondWithPage(request, key, "mturk-frame");
}
