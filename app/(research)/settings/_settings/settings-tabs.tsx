import { LinkTabs } from "#components/ui/tabs.tsx";
import { can } from "#lib/auth/can.ts";
import type { Actor } from "#lib/services/context.ts";

/** The pages of the settings a person may open; nothing where there is only one. */
export function SettingsTabs({ actor, current }: { actor: Actor; current: "general" | "members" }) {
  if (!can(actor, "people:read")) return null;
  return (
    <div className="mb-8">
      <LinkTabs
        label="Settings"
        tabs={[
          { label: "General", href: "/settings", current: current === "general" },
          { label: "Members", href: "/settings/members", current: current === "members" },
        ]}
      />
    </div>
  );
}
