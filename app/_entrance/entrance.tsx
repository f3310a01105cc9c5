import type { ReactNode } from "react";
import { inter } from "../fonts.ts";

/** The frame of the pages outside: a narrow column, the name, what the page is about, and what to do. */
export function Entrance({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <main className={`${inter.variable} grid min-h-dvh place-items-center px-4 py-12 font-sans`}>
      <div className="w-full max-w-sm">
        <p className="mb-6 text-sm font-semibold tracking-tight text-muted">Whynot</p>
        <h1 className="mb-2 text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
        {children}
      </div>
    </main>
  );
}
