import type { Command } from "commander";
import type { z } from "zod";
import type { CreateInvitation } from "#lib/services/invitations/create-invitation.ts";
import type { CreateMember } from "#lib/services/people/create-member.ts";
import type { CreateWorkspace } from "#lib/services/people/create-workspace.ts";

interface InviteOptions {
  role: z.input<typeof CreateInvitation>["role"];
  email?: string;
  days: number;
  workspace?: string;
}

/** `whynot people ...`: accounts, for whoever owns the machine. */
export function registerPeople(program: Command): void {
  const people = program.command("people").description("accounts, for whoever owns the machine");
  people
    .command("create-workspace")
    .description("create a workspace and its owner, and print the owner's generated password")
    .requiredOption("--slug <slug>", "short name, such as vision-lab")
    .requiredOption("--name <name>", "name on screen")
    .requiredOption("--owner-email <address>", "what the owner signs in with")
    .requiredOption("--owner-name <name>", "what others call the owner")
    .action(async (input: z.input<typeof CreateWorkspace>) => {
      const { withSystemContext } = await import("./open-cli-context.ts");
      const { createWorkspace } = await import("#lib/services/people/create-workspace.ts");
      const { password } = await withSystemContext((ctx) => createWorkspace(ctx, input));
      console.log(password ? `password: ${password}` : "created; the owner keeps the password they have");
    });
  people
    .command("add")
    .description("add a person to a workspace and print their generated password")
    .requiredOption("--email <address>", "what they sign in with")
    .requiredOption("--name <name>", "what others call them")
    .requiredOption("--role <role>", "owner, researcher, curator, reviewer, annotator or viewer")
    .option("--workspace <slug>", "which workspace, where there is more than one")
    .action(async ({ workspace, ...input }: { workspace?: string } & z.input<typeof CreateMember>) => {
      const { withCliContext } = await import("./open-cli-context.ts");
      const { createMember } = await import("#lib/services/people/create-member.ts");
      const { password } = await withCliContext(workspace, (ctx) => createMember(ctx, input));
      console.log(password ? `password: ${password}` : "added; they keep the password they have");
    });
  people
    .command("invite")
    .description("print a link that makes one person a member, once")
    .requiredOption("--role <role>", "owner, researcher, curator, reviewer, annotator or viewer")
    .option("--email <address>", "the only address that may join by it")
    .option("--days <number>", "how long it works, 1 to 30", Number, 7)
    .option("--workspace <slug>", "which workspace, where there is more than one")
    .action(async ({ role, email, days, workspace }: InviteOptions) => {
      const { withCliContext } = await import("./open-cli-context.ts");
      const { readConfig } = await import("#lib/config.ts");
      const { createInvitation } = await import("#lib/services/invitations/create-invitation.ts");
      const wish = { role, email, validDays: days, confirmOwner: true };
      const { path } = await withCliContext(workspace, (ctx) => createInvitation(ctx, wish));
      console.log(new URL(path ?? "/", readConfig().publicUrl).href);
    });
  people
    .command("reset-password")
    .description("print a new password for an account and end its sessions")
    .argument("<email>")
    .option("--workspace <slug>", "which workspace's log records it, where there is more than one")
    .action(async (email: string, { workspace }: { workspace?: string }) => {
      const { withCliContext } = await import("./open-cli-context.ts");
      const { resetPassword } = await import("#lib/services/people/reset-password.ts");
      console.log(`password: ${await withCliContext(workspace, (ctx) => resetPassword(ctx, { email }))}`);
    });
}
