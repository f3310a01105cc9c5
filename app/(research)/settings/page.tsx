import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listEngines } from "#lib/services/overview/list-engines.ts";
import { getSelf } from "#lib/services/people/get-self.ts";
import { listAuditEvents } from "#lib/services/people/list-audit-events.ts";
import { listMembers } from "#lib/services/people/list-members.ts";
import { PageLinks } from "../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../_shell/query.ts";
import { readOrLeave } from "../_shell/read-or-leave.ts";
import { AccountForms } from "./_settings/account-forms.tsx";
import { AuditTable } from "./_settings/audit-table.tsx";
import { EngineTable } from "./_settings/engine-table.tsx";
import { MemberTable } from "./_settings/member-table.tsx";

export const metadata = { title: "Settings" };

export default async function SettingsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ after, before }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const [self, members, engines, events] = await readOrLeave(
    Promise.all([
      getSelf(ctx),
      can(ctx.actor, "people:read") ? listMembers(ctx) : [],
      can(ctx.actor, "run:read") ? listEngines(ctx) : [],
      can(ctx.actor, "audit:read") ? listAuditEvents(ctx, { after, before }) : null,
    ]),
  );
  return (
    <>
      <PageHeader title="Settings" context={`${self.workspaceName} · signed in as ${self.email}`} />
      <Section title="Your account">
        <AccountForms />
      </Section>
      <Section title="People">
        <MemberTable members={members} self={self.userId} />
      </Section>
      <Section title="Engines" context="What made the maps of the latest runs">
        <EngineTable engines={engines} />
      </Section>
      {events ? (
        <Section title="Audit log" context="Who did what, newest first">
          <AuditTable events={events.rows} />
          <PageLinks
            base="/settings"
            before={events.before}
            after={events.after}
            labels={["Newer", "Older"]}
          />
        </Section>
      ) : null}
    </>
  );
}
