import { CopyButton } from "#components/ui/copy-button.tsx";
import type { RecruitmentDetail } from "#lib/services/recruitment/describe-recruitment.ts";

interface RecruitmentPanelProps {
  recruitment: RecruitmentDetail;
  /** The address this site is reached by. */
  site: string;
}

/** What to tell the crowd platform, and what it has told. */
export function RecruitmentPanel({ recruitment, site }: RecruitmentPanelProps) {
  const { platform, setUp, states, released } = recruitment;
  return (
    <div className="flex flex-col gap-3">
      {setUp ? (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <code className="min-w-0 rounded-md border border-line bg-surface px-3 py-1.5 font-mono text-sm break-all select-all">
              {site + setUp.path}
            </code>
            <CopyButton text={site + setUp.path} label="Copy" />
          </div>
          <ul className="max-w-prose list-disc space-y-1 pl-5 text-sm">
            {setUp.advice.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      ) : null}
      <p className="text-sm text-muted">
        {states.length === 0
          ? `${platform} has said nothing of its people yet.`
          : `${platform} says: ${states.map(({ state, people }) => `${people} ${state.toLowerCase()}`).join(", ")}.`}
        {released > 0 ? ` Places given back: ${released}; their answers are kept.` : ""}
      </p>
    </div>
  );
}
