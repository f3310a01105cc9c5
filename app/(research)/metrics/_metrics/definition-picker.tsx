import { LinkTabs } from "#components/ui/tabs.tsx";
import { PROFILES, type ProfileId } from "#lib/metrics/define-metric.ts";
import { profilesOfRuns } from "#lib/metrics/metrics-of-profile.ts";

interface DefinitionPickerProps {
  current: ProfileId;
  hrefOf(definition: ProfileId): string;
}

/** Whose definitions the tables follow; what a profile leaves alone stays as recommended. */
export function DefinitionPicker({ current, hrefOf }: DefinitionPickerProps) {
  return (
    <div className="mb-4">
      <LinkTabs
        label="Definition"
        tabs={profilesOfRuns().map((id) => ({ label: id, href: hrefOf(id), current: id === current }))}
      />
      <p className="mt-2 max-w-prose text-sm text-muted">
        Definitions of {current}: {PROFILES[current]}.
      </p>
    </div>
  );
}
