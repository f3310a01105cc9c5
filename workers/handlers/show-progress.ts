import type { JobControl } from "#lib/jobs/define-handler.ts";

/** Progress of a task as progress of its job. Showing it is no reason to fail: the lease notices a lost database. */
export function showProgress(progress: JobControl["progress"]): (done: number, total: number) => void {
  return (done, total) => {
    progress(Math.floor(done), total).catch(() => {});
  };
}
