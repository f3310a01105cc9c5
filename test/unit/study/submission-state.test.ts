import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isSettled,
  movesOn,
  readSubmissionState,
  releasesPlace,
  type StatedAt,
  type SubmissionState,
} from "#lib/study/recruitment/submission-state.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const say = (state: SubmissionState, minute: number): StatedAt => ({ state, at: at(minute) });
const follow = (news: readonly StatedAt[]) =>
  news.reduce<StatedAt | null>((known, next) => (movesOn(known, next) ? next : known), null)?.state;

describe("the state of a submission", () => {
  it("is read however the platform writes it", () => {
    for (const text of ["AWAITING REVIEW", "AWAITING_REVIEW", "awaiting-review"])
      expect(readSubmissionState(text)).toBe("AWAITING REVIEW");
    expect(readSubmissionState("TIMED_OUT")).toBe("TIMED-OUT");
    expect(readSubmissionState("EXPLODED")).toBeNull();
  });

  it("goes from reserved to approved in whatever order the messages come", () => {
    const course = [say("RESERVED", 0), say("ACTIVE", 1), say("AWAITING REVIEW", 20), say("APPROVED", 30)];
    fc.assert(
      fc.property(fc.shuffledSubarray(course, { minLength: 4 }), (news) => follow(news) === "APPROVED"),
    );
  });

  it("takes the newer word within a rank: handed in after time, sent back after handing in, a rejection taken back", () => {
    const pairs: [StatedAt, StatedAt][] = [
      [say("TIMED-OUT", 5), say("AWAITING REVIEW", 6)],
      [say("AWAITING REVIEW", 5), say("RETURNED", 6)],
      [say("REJECTED", 5), say("APPROVED", 6)],
    ];
    for (const [older, newer] of pairs) {
      expect(follow([older, newer])).toBe(newer.state);
      expect(follow([newer, older])).toBe(newer.state);
    }
  });

  it("never goes back, even by a message said later", () => {
    expect(follow([say("APPROVED", 1), say("ACTIVE", 99)])).toBe("APPROVED");
    expect(movesOn(say("ACTIVE", 1), say("ACTIVE", 2))).toBe(false);
  });

  it("gives the place back when somebody returns it, runs out of time or is turned down", () => {
    const releasing: SubmissionState[] = ["RETURNED", "TIMED-OUT", "REJECTED", "SCREENED OUT"];
    const keeping: SubmissionState[] = [
      "RESERVED",
      "ACTIVE",
      "AWAITING REVIEW",
      "APPROVED",
      "PARTIALLY APPROVED",
    ];
    expect(releasing.every(releasesPlace)).toBe(true);
    expect(keeping.some(releasesPlace)).toBe(false);
    expect(isSettled("AWAITING REVIEW")).toBe(false);
    expect(isSettled("APPROVED")).toBe(true);
  });
});
