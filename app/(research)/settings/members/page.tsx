import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { listPermissions, ROLE_WORDS, ROLES } from "#lib/auth/role-words.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listInvitations } from "#lib/services/invitations/list-invitations.ts";
import { getSelf } from "#lib/services/people/get-self.ts";
import { listMembers } from "#lib/services/people/list-members.ts";
import { PageLinks } from "../../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { SettingsTabs } from "../_settings/settings-tabs.tsx";
import { InvitationTable } from "./_members/invitation-table.tsx";
import { InviteForm } from "./_members/invite-form.tsx";
import { MemberTable } from "./_members/member-table.tsx";
import { RoleTable } from "./_members/role-table.tsx";

export const metadata = { title: "Members" };

export default async function MembersPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ after, before }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const manages = can(ctx.actor, "people:manage");
  const mails = ctx.mailer !== undefined;
  const [self, members, invitations] = await readOrLeave(
    Promise.all([
      getSelf(ctx),
      listMembers(ctx, { after, before }),
      manages ? listInvitations(ctx) : { open: [], closed: [] },
    ]),
  );
  return (
    <>
      <PageHeader title="Settings" context={`${self.workspaceName} · signed in as ${self.email}`} />
      <SettingsTabs actor={ctx.actor} current="members" />
      <Section title="Members">
        <MemberTable members={members.rows} self={self.userId} manages={manages} roles={ROLES} />
        <PageLinks base="/settings/members" before={members.before} after={members.after} />
      </Section>
      {manages ? (
        <Section title="Invite someone" context="A link that makes one person a member">
          <InviteForm roles={ROLES} words={ROLE_WORDS} mails={mails} />
        </Section>
      ) : null}
      {(
        [
          ["Open invitations", invitations.open],
          ["Earlier invitations", invitations.closed],
        ] as const
      ).map(([title, rows]) =>
        rows.length > 0 ? (
          <Section key={title} title={title}>
            <InvitationTable caption={title} invitations={rows} mails={mails} />
          </Section>
        ) : null,
      )}
      <Section title="What each role may do">
        <RoleTable permissions={listPermissions()} roles={ROLES} />
      </Section>
    </>
  );
}
