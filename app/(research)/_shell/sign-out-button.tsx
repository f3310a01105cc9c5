"use client";

import { useState } from "react";
import { classNames } from "#components/ui/class-names.ts";

interface SignOutButtonProps {
  /** The path to come out at. */
  to?: string;
  /** As it looks in running text, where nothing else says that it can be pressed. */
  asLink?: boolean;
}

export function SignOutButton({ to = "/signin", asLink }: SignOutButtonProps) {
  const [pending, setPending] = useState(false);

  async function leave() {
    setPending(true);
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: to });
  }

  return (
    <button
      type="button"
      onClick={leave}
      disabled={pending}
      className={classNames(
        "inline-flex min-h-8 items-center text-sm max-md:min-h-11",
        asLink ? "text-accent underline" : "rounded-md text-muted hover:text-ink hover:underline",
      )}
    >
      {pending ? "Signing out…" : "Sign out"}
    </button>
  );
}
