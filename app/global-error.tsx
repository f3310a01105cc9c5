"use client";

import "./globals.css";
import { Button } from "#components/ui/button.tsx";

/** Shown when even the outermost layout fails; brings its own document. */
export default function GlobalError({ retry }: { error: Error; retry: () => void }) {
  return (
    <html lang="en">
      <body className="bg-canvas text-ink">
        <title>Something went wrong · Whynot</title>
        <main className="mx-auto max-w-prose px-4 py-24" role="alert">
          <h1 className="mb-2 text-xl font-semibold">Whynot could not answer</h1>
          <p className="mb-4 text-muted">
            The site met an error before it could draw the page. Nothing was lost. Try again; if it stays, the
            log of the site says why, and <code className="font-mono">bin/whynot doctor</code> checks the
            installation.
          </p>
          <Button look="primary" onClick={() => retry()}>
            Try again
          </Button>
        </main>
      </body>
    </html>
  );
}
