import { Notice } from "#components/ui/notice.tsx";
import type { StudyDefaults } from "#lib/services/studies/get-study-defaults.ts";

/** Of what study the form makes a new version. */
export function NewVersion({ before: { predecessor } }: { before: StudyDefaults }) {
  return (
    <>
      <input type="hidden" name="predecessorId" value={predecessor.id} />
      <Notice title={`A new version of “${predecessor.name}”`}>
        The form begins with its plan. Both studies will name each other, and what you change is listed with
        the new one. Recruitment, and whether right and wrong answers are balanced, are chosen anew.
      </Notice>
    </>
  );
}
