import { listPermissions, ROLE_WORDS, ROLES } from "#lib/auth/role-words.ts";

/** docs/roles.md: who may do what, as `can` decides it. */
export function renderRolesPage(): string {
  const head = `| May | ${ROLES.join(" | ")} |`;
  const rule = `| --- |${" :-: |".repeat(ROLES.length)}`;
  const rows = listPermissions().map(({ words, roles }) => {
    const marks = ROLES.map((role) => (roles.includes(role) ? "✓" : "–"));
    return `| ${words} | ${marks.join(" | ")} |`;
  });
  const uses = ROLES.map((role) => `- **${role}** ${ROLE_WORDS[role]}.`);
  return `# Roles and members

<!-- npx vitest run --project maths test/unit/docs -u writes this page from lib/auth -->

A member of a workspace has one role:

${uses.join("\n")}

${[head, rule, ...rows].join("\n")}

Annotators see images and regions only: methods and results would tell them what they are about to judge.

## Inviting

Settings > Members makes a link for one role. It works once, for 1, 7 or 30 days, for whoever holds it or for one
address only; it can be revoked, and replaced by a new one. Only a hash of it is kept, so it is shown once. From the
server: \`bin/whynot people invite --role curator --email name@example.org\`. Links that someone made stop working when
they are removed or may no longer invite.

With \`SMTP_URL\` (such as \`smtps://name:password@mail.example.org\`) and \`MAIL_FROM\` (such as
\`Whynot <whynot@example.org>\`) invitations can be mailed, and people who forgot their password ask for a link to
sign in, which works once within 20 minutes. Letters lead to \`NEXTAUTH_URL\`. \`bin/whynot doctor\` says whether the
mail server answers. Without one, an owner makes a member's sign-in link under Settings > Members, for members who work
in no other workspace; for anyone else there is \`bin/whynot people reset-password\`.
`;
}
