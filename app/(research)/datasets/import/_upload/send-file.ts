import type { ChosenFile } from "./chosen-files.ts";

const TUS = { "tus-resumable": "1.0.0" };
const BYTES = { ...TUS, "content-type": "application/offset+octet-stream" };

/** A piece should take about so long: long enough to be quick, short enough to lose little and show progress. */
const SLOW_MS = 4_000;
const QUICK_MS = 1_000;
const LEAST_PIECE = 256 * 1024;
const LARGEST_PIECE = 16 * 1024 * 1024;

/** Something that sending again cannot mend. */
export class Refused extends Error {}

/** What came of a request when it was not taken. */
async function failure(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => null)) as {
    error?: { message?: string; details?: { received?: number } };
  } | null;
  const message = body?.error?.message ?? `The site answered with status ${response.status}.`;
  // Of the conflicts only one goes away: bytes sent from elsewhere than where those that have come end.
  const isElsewhere = body?.error?.details?.received !== undefined;
  const isLasting =
    response.status >= 400 &&
    response.status < 500 &&
    ![408, 429, 499].includes(response.status) &&
    !isElsewhere;
  return isLasting ? new Refused(message) : new Error(message);
}

const encode = (text: string) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));

/** Where an upload is and how much of it has come. */
interface Place {
  location: string;
  received: number;
}

let pieceSize = 1024 * 1024;

/** Sends one file by the tus protocol, from where an earlier try ended. @param onSent told the bytes that are safe */
export async function sendFile(
  importId: string,
  { path, file }: ChosenFile,
  onSent: (received: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let { location, received } = await announce(importId, path, file, signal);
  onSent(received);
  while (received < file.size) {
    const began = performance.now();
    const end = Math.min(file.size, received + pieceSize);
    const response = await fetch(location, {
      method: "PATCH",
      headers: { ...BYTES, "upload-offset": String(received) },
      body: file.slice(received, end),
      signal,
    });
    if (!response.ok) throw await failure(response);
    received = Number(response.headers.get("upload-offset"));
    onSent(received);
    adaptPiece(performance.now() - began, end - received === 0);
  }
}

/** A small file goes along with its announcement. */
async function announce(importId: string, path: string, file: File, signal: AbortSignal): Promise<Place> {
  const whole = file.size > 0 && file.size <= LEAST_PIECE;
  const response = await fetch(`/api/v1/datasets/imports/${importId}/files`, {
    method: "POST",
    headers: {
      ...(whole ? BYTES : TUS),
      "upload-length": String(file.size),
      "upload-metadata": `relativePath ${encode(path)}`,
    },
    body: whole ? file : undefined,
    signal,
  });
  if (!response.ok) throw await failure(response);
  return {
    location: response.headers.get("location") ?? "",
    received: Number(response.headers.get("upload-offset")),
  };
}

function adaptPiece(tookMs: number, isWhole: boolean): void {
  if (!isWhole) return;
  if (tookMs < QUICK_MS) pieceSize = Math.min(LARGEST_PIECE, 2 * pieceSize);
  else if (tookMs > SLOW_MS) pieceSize = Math.max(LEAST_PIECE, pieceSize / 2);
}
