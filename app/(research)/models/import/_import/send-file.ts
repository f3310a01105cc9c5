/** What came of sending a file: the import's id, or what is wrong in words. */
export type SendResult = { id: string } | { error: string };

interface Sending {
  result: Promise<SendResult>;
  stop(): void;
}

function readResult(request: XMLHttpRequest): SendResult {
  try {
    const body = JSON.parse(request.responseText) as { id?: string; error?: { message?: string } };
    if (request.status < 300 && body.id) return { id: body.id };
    if (body.error?.message) return { error: body.error.message };
  } catch {
    // Not from this site, but from something in between.
  }
  return {
    error: `The file was not taken (status ${request.status}). Try again, or ask whoever runs this site.`,
  };
}

/** Sends a model file and tells how far it is; only XMLHttpRequest can tell that of a request. */
export function sendFile(file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const result = new Promise<SendResult>((resolve) => {
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener("load", () => resolve(readResult(request)));
    request.addEventListener("error", () =>
      resolve({ error: "The connection was lost, and the file with it. Try again." }),
    );
    request.addEventListener("abort", () => resolve({ error: "Stopped. Nothing of the file was kept." }));
    request.open("POST", `/api/v1/models/imports?file=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
  return { result, stop: () => request.abort() };
}
