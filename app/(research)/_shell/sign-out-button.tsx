"use client";

import { useState } from "react";

/** @param to the path to come out at */
export function SignOutButton({ to = "/signin" }: { to?: string }) {
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
      className="flex min-h-8 items-center rounded-md text-sm text-muted hover:text-ink hover:underline max-md:min-h-11"
    >
      {pending ? "Signing out…" : "Sign out"}
    </button>
  );
}
