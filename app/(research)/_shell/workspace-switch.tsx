import { switchWorkspaceAction } from "./workspace-actions.ts";

interface WorkspaceSwitchProps {
  here: string;
  workspaces: readonly { id: string; name: string }[];
}

/** The name of the workspace; for someone in several, the way to the others. */
export function WorkspaceSwitch({ here, workspaces }: WorkspaceSwitchProps) {
  const name = workspaces.find(({ id }) => id === here)?.name;
  const others = workspaces.filter(({ id }) => id !== here);
  if (others.length === 0) return <p className="truncate text-sm font-medium">{name}</p>;
  return (
    <details className="group">
      <summary
        aria-label={`Workspace ${name}: go to another`}
        className="flex min-h-8 cursor-pointer list-none items-center justify-between gap-2 rounded-md text-sm font-medium hover:underline max-md:min-h-11"
      >
        <span className="truncate">{name}</span>
        <span aria-hidden="true" className="text-xs text-muted group-open:rotate-180">
          ▾
        </span>
      </summary>
      <form
        action={switchWorkspaceAction}
        className="mb-2 max-h-48 overflow-y-auto border-l border-line pl-2"
      >
        {others.map(({ id, name }) => (
          <button
            key={id}
            type="submit"
            name="workspaceId"
            value={id}
            className="flex min-h-8 w-full items-center rounded-md px-2 text-left text-sm text-muted hover:bg-fill hover:text-ink max-md:min-h-11"
          >
            <span className="truncate">{name}</span>
          </button>
        ))}
      </form>
    </details>
  );
}
