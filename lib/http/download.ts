/** A file to be kept, for the asker alone. @param fileName letters, digits, dots and dashes */
export function download(body: string, fileName: string, mediaType: string): Response {
  return new Response(body, {
    headers: {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "private, no-store",
    },
  });
}
