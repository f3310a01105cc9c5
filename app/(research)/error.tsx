"use client";

import { Button, ButtonLink } from "#components/ui/button.tsx";

interface ErrorPageProps {
  error: Error & { digest?: string };
  retry: () => void;
}

export default function ResearchError({ error, retry }: ErrorPageProps) {
  return (
    <div role="alert" className="max-w-prose">
      <h1 className="mb-2 text-xl font-semibold">This page could not be shown</h1>
      <p className="mb-2 text-muted">
        Something went wrong while reading its data. Nothing was changed or lost. The database may be
        restarting: wait a few seconds and try again. If it stays, look at the log of the site
        {error.digest ? (
          <>
            {" "}
            for <code className="font-mono">{error.digest}</code>
          </>
        ) : null}
        .
      </p>
      <div className="mt-4 flex gap-2">
        <Button look="primary" onClick={() => retry()}>
          Try again
        </Button>
        <ButtonLink href="/">Home</ButtonLink>
      </div>
    </div>
  );
}
