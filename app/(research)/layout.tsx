import Link from "next/link";
import type { ReactNode } from "react";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getSelf } from "#lib/services/people/get-self.ts";
import { inter } from "../fonts.ts";
import { PhoneMenu } from "./_shell/phone-menu.tsx";
import { SectionLinks } from "./_shell/section-links.tsx";
import { SECTIONS } from "./_shell/sections.ts";
import { Shortcuts } from "./_shell/shortcuts.tsx";
import { SignOutButton } from "./_shell/sign-out-button.tsx";
import { WorkspaceSwitch } from "./_shell/workspace-switch.tsx";

function Wordmark() {
  return (
    <Link href="/" className="inline-flex min-h-8 items-center text-lg font-semibold tracking-tight">
      Whynot
    </Link>
  );
}

export default async function ResearchLayout({ children }: { children: ReactNode }) {
  const ctx = await requireCtx();
  const self = await getSelf(ctx);
  const sections = SECTIONS.filter(({ needs }) => !needs || can(ctx.actor, needs)).map(
    ({ key, label, href }) => ({ key, label, href }),
  );
  const foot = (
    <div className="flex flex-col">
      <WorkspaceSwitch here={self.workspaceId} workspaces={self.workspaces} />
      <p className="truncate text-sm text-muted" title={self.email}>
        {self.name} · {self.role}
      </p>
      <SignOutButton />
    </div>
  );

  return (
    <div className={`${inter.variable} font-sans md:grid md:min-h-dvh md:grid-cols-[208px_minmax(0,1fr)]`}>
      <a
        href="#main"
        className="sr-only z-30 rounded-md bg-ink px-4 py-2 text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col justify-between overflow-y-auto border-r border-line bg-surface p-4 md:flex">
        <div>
          <div className="mb-4 px-2">
            <Wordmark />
          </div>
          <nav aria-label="Sections">
            <SectionLinks sections={sections} />
          </nav>
        </div>
        <div className="px-2 pt-6">
          <Shortcuts sections={sections} />
          <div className="mt-2 border-t border-line pt-3">{foot}</div>
        </div>
      </aside>
      <header className="sticky top-0 z-20 flex items-center justify-between border-b border-line bg-surface px-4 py-1 md:hidden">
        <Wordmark />
        <PhoneMenu>
          <nav aria-label="Sections">
            <SectionLinks sections={sections} />
          </nav>
          <div className="mt-4 border-t border-line px-2 pt-3">{foot}</div>
        </PhoneMenu>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none md:px-8 md:py-8">
        <div className="mx-auto max-w-[1120px]">{children}</div>
      </main>
    </div>
  );
}
