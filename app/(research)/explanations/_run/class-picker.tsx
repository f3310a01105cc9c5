import { Button } from "#components/ui/button.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";

interface ClassPickerProps {
  /** Empty where a run has one map an arm and image. */
  classNames: readonly string[];
  current: string | undefined;
  hrefOf(className: string | undefined): string;
}

/** More classes than this are chosen from a list. */
const MOST_TABS = 24;
const AS_RULED = "true class, or one it is not";

/** Which class the gallery's maps explain, in a run whose arms explain every class. */
export function ClassPicker({ classNames, current, hrefOf }: ClassPickerProps) {
  if (classNames.length === 0) return null;
  if (classNames.length > MOST_TABS) return <ClassList classNames={classNames} current={current} />;
  return (
    <div className="mb-4 grid gap-x-3 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)] sm:items-baseline">
      <span className="text-sm text-muted">Maps of</span>
      <LinkTabs
        label="Class of the maps"
        tabs={[undefined, ...classNames].map((name) => ({
          label: name ?? AS_RULED,
          href: hrefOf(name),
          current: current === name,
        }))}
      />
    </div>
  );
}

function ClassList({ classNames, current }: Pick<ClassPickerProps, "classNames" | "current">) {
  return (
    <form className="mb-4 flex flex-wrap items-center gap-3 text-sm">
      <label className="flex items-center gap-3 text-muted">
        Maps of
        <select
          name="class"
          defaultValue={current ?? ""}
          className="min-h-8 rounded-md border border-edge/60 bg-surface px-2 text-ink max-sm:min-h-11"
        >
          {/* Without a name the address keeps `class=`, which asks for what each arm's rule says. */}
          <option value="">{AS_RULED}</option>
          {classNames.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <Button type="submit">Show</Button>
    </form>
  );
}
