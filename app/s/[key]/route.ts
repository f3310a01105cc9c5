import { respondWithPage } from "../respond-with-page.ts";

/** The participant's page. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const { key } = await params;
  return respondWithPage(request, key, "window");
}
