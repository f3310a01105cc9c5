import Link from "next/link";
import type { StudyVersions as Versions } from "#lib/services/studies/describe-versions.ts";

/** What the study is a new version of and changes, and what are new versions of it. */
export function StudyVersions({ predecessor, successors }: Versions) {
  return (
    <div className="grid gap-3 text-sm">
      {predecessor ? (
        <div>
          <p>
            New version of <StudyLink {...predecessor} />
            {predecessor.changes.length === 0 ? ", the same study again." : ", which changes:"}
          </p>
          <ul className="mt-1 max-w-prose list-disc space-y-1 pl-5">
            {predecessor.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {successors.length > 0 ? (
        <p>
          {successors.length === 1 ? "Newer version: " : "Newer versions: "}
          {successors.map((study, at) => (
            <span key={study.id}>
              {at > 0 ? ", " : ""}
              <StudyLink {...study} />
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}

function StudyLink({ id, name }: { id: string; name: string }) {
  return (
    <Link className="link" href={`/studies/${id}`}>
      {name}
    </Link>
  );
}
