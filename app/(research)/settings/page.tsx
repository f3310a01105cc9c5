import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listEngines } from "#lib/services/overview/list-engines.ts";
import { getSelf } from "#lib/services/people/get-self.ts";
import { listAuditEvents } from "#lib/services/people/list-audit-events.ts";
import { PageLinks } from "../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../_shell/query.ts";
import { readOrLeave } from "../_shell/read-or-leave.ts";
import { AccountForms } from "./_settings/account-forms.tsx";
import { AuditTable } from "./_settings/audit-table.tsx";
import { EngineTable } from "./_settings/engine-table.tsx";
import { LeaveForm } from "./_settings/leave-form.tsx";
import { SettingsTabs } from "./_settings/settings-tabs.tsx";

export const metadata = { title: "Settings" };

export default async function SettingsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ after, before }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const [self, engines, events] = await readOrLeave(
    Promise.all([
      getSelf(ctx),
      can(ctx.actor, "run:read") ? listEngines(ctx) : null,
      can(ctx.actor, "audit:read") ? listAuditEvents(ctx, { after, before }) : null,
    ]),
  );
  return (
    <>
      <PageHeader title="Settings" context={`${self.workspaceName} · signed in as ${self.email}`} />
      <SettingsTabs actor={ctx.actor} current="general" />
      <Section title="Your account">
        <AccountForms />
        <LeaveForm workspaceName={self.workspaceName} />
      </Section>
      {engines ? (
        <Section title="Engines" context="What made the maps of the latest runs">
          <EngineTable engines={engines} />
        </Section>
      ) : null}
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
