import { Stat, Stats } from "#components/ui/stat.tsx";
import type { PayReport } from "#lib/study/recruitment/pay-report.ts";

const minutes = (value: number | null) => (value === null ? "–" : `${value.toFixed(1)} min`);

function money(amount: number, currency: string): string {
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(amount);
}

/** How long those who completed took, and what an hour of it pays. */
export function PayAndTime({ report, studyId }: { report: PayReport; studyId: string }) {
  const { people, medianActiveMinutes, medianElapsedMinutes, reward, hourlyRate, undefinedBecause } = report;
  return (
    <div className="flex flex-col gap-3">
      <Stats>
        <Stat
          label="median active time"
          value={minutes(medianActiveMinutes)}
          note="a pause counts 5 minutes at most"
        />
        <Stat label="median from consent to end" value={minutes(medianElapsedMinutes)} />
        <Stat label="reward" value={reward ? money(reward.amount, reward.currency) : "–"} note="declared" />
        <Stat
          label="per hour"
          value={reward && hourlyRate !== null ? money(hourlyRate, reward.currency) : "–"}
          note={undefinedBecause ?? "of median active time"}
        />
      </Stats>
      {people > 0 ? (
        <p className="text-sm">
          <a className="link" href={`/api/v1/studies/${studyId}/pay.csv`} download>
            Times of {people} people (CSV)
          </a>{" "}
          <span className="text-muted">Nobody is named.</span>
        </p>
      ) : null}
    </div>
  );
}
