import { LinkTabs } from "#components/ui/tabs.tsx";

interface ClassPickerProps {
  /** Empty where a run has one map an arm and image. */
  classNames: readonly string[];
  current: string | undefined;
  hrefOf(className: string | undefined): string;
}

/** Which class the gallery's maps explain, in a run whose arms explain every class. */
export function ClassPicker({ classNames, current, hrefOf }: ClassPickerProps) {
  if (classNames.length === 0) return null;
  return (
    <div className="mb-4 grid gap-x-3 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)] sm:items-baseline">
      <span className="text-sm text-muted">Maps of</span>
      <LinkTabs
        label="Class of the maps"
        tabs={[undefined, ...classNames].map((name) => ({
          label: name ?? "true class, or one it is not",
          href: hrefOf(name),
          current: current === name,
        }))}
      />
    </div>
  );
}
