"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";

/** The navigation on a narrow screen: closed until asked for, closed again after going somewhere. */
export function PhoneMenu({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const id = useId();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const open = openAt === pathname;

  useEffect(() => {
    if (!open) return;
    const close = (event: KeyboardEvent) => event.key === "Escape" && setOpenAt(null);
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [open]);

  return (
    <>
      <Button
        look="quiet"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpenAt(open ? null : pathname)}
      >
        {open ? "Close" : "Menu"}
      </Button>
      <div
        id={id}
        hidden={!open}
        className="absolute inset-x-0 top-full border-b border-line bg-surface p-4 shadow-lg"
      >
        {children}
      </div>
    </>
  );
}
