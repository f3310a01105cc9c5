import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReturnStep } from "#lib/study/participant-protocol.ts";
import { type Arrival, readArrival } from "#lib/study/recruitment/read-arrival.ts";
import { arrivalNames, Recruitment, viewRecruitment } from "#lib/study/recruitment/recruitment.ts";
import { fillTemplate } from "#lib/study/recruitment/return-template.ts";

const codes = { complete: "DONE1234", overQuota: "LATE1234" };
const declare = (wish: object) => viewRecruitment(Recruitment.parse(wish));
const prolific = declare({ platform: "prolific", codes });
const mturk = declare({ platform: "mturk", codes });
const sonaWish = {
  platform: "sona",
  site: "department.sona-systems.com",
  experimentId: "123",
  creditToken: "4e48f9b638a",
};

describe("an arrival", () => {
  it("from Prolific is the person and the session its parameters name", () => {
    const given = { PROLIFIC_PID: "60d0", STUDY_ID: "61a1", SESSION_ID: "62b2", extra: "x" };
    expect(readArrival(prolific, given)).toEqual({ person: "60d0", session: "62b2", returnHost: null });
    expect(arrivalNames(prolific)).toEqual(["PROLIFIC_PID", "SESSION_ID"]);
  });

  it.each([
    [{}],
    [{ PROLIFIC_PID: "60d0" }],
    [{ PROLIFIC_PID: "", SESSION_ID: "62b2" }],
    [{ PROLIFIC_PID: "{{%PROLIFIC_PID%}}", SESSION_ID: "62b2" }],
    [{ PROLIFIC_PID: "a".repeat(129), SESSION_ID: "62b2" }],
    [{ PROLIFIC_PID: "60d0\nSESSION_ID", SESSION_ID: "62b2" }],
    [{ PROLIFIC_PID: ["60d0", "60d1"], SESSION_ID: "62b2" }],
  ])("without whole ids is none: %j", (given) => {
    expect(readArrival(prolific, given)).toBe("no-arrival");
  });

  it("from Mechanical Turk returns to one of its two sites, whichever way its address is written", () => {
    const given = { workerId: "W1", assignmentId: "A1", hitId: "H1" };
    const hostFor = (turkSubmitTo: string) => {
      const arrival = readArrival(mturk, { ...given, turkSubmitTo });
      return typeof arrival === "string" ? arrival : arrival.returnHost;
    };
    expect(hostFor("https://www.mturk.com")).toBe("www.mturk.com");
    expect(hostFor("https://www.mturk.com/")).toBe("www.mturk.com");
    expect(hostFor("https://workersandbox.mturk.com/mturk/externalSubmit")).toBe("workersandbox.mturk.com");
    for (const forged of [
      "https://evil.example",
      "http://www.mturk.com",
      "https://www.mturk.com.evil.example",
      "https://www.mturk.com@evil.example",
      "https://me:secret@www.mturk.com",
      "https://www.mturk.com:8443",
      "//www.mturk.com",
      "javascript:alert(1)",
      "",
    ])
      expect(hostFor(forged), forged).toBe("no-arrival");
  });

  it("is a preview while the assignment has no id, with or without a worker", () => {
    const looking = { assignmentId: "ASSIGNMENT_ID_NOT_AVAILABLE", hitId: "H1" };
    expect(readArrival(mturk, looking)).toBe("preview");
    expect(readArrival(mturk, { ...looking, workerId: "W1" })).toBe("preview");
  });

  it("whatever the address says, is bounded and plain or refused", () => {
    const given = fc.dictionary(fc.constantFrom("workerId", "assignmentId", "turkSubmitTo"), fc.string());
    fc.assert(
      fc.property(given, (said) => {
        const arrival = readArrival(mturk, said);
        if (typeof arrival === "string") return true;
        return /^[\w.~-]{1,128}$/.test(arrival.person) && String(arrival.returnHost).endsWith(".mturk.com");
      }),
    );
  });
});

describe("the way back", () => {
  const leaving = { code: codes.complete, session: "A1", returnHost: null };
  const hrefOf = (step: ReturnStep | null) => (step?.kind === "redirect" ? step.href : null);

  it("to Prolific is its completion page with the code", () => {
    expect(hrefOf(prolific.returnStep(leaving))).toBe(
      "https://app.prolific.com/submissions/complete?cc=DONE1234",
    );
  });

  it("to Mechanical Turk is a form with the assignment and one more field", () => {
    expect(mturk.returnStep({ ...leaving, returnHost: "workersandbox.mturk.com" })).toEqual({
      kind: "form",
      action: "https://workersandbox.mturk.com/mturk/externalSubmit",
      fields: { assignmentId: "A1", completionCode: "DONE1234" },
    });
  });

  it("to SONA is its credit page, unless the server tells it and keeps the token", () => {
    expect(hrefOf(declare({ ...sonaWish, credit: "browser" }).returnStep(leaving))).toBe(
      "https://department.sona-systems.com/webstudy_credit.aspx?experiment_id=123&credit_token=4e48f9b638a&survey_code=A1",
    );
    expect(declare({ ...sonaWish, credit: "server" }).returnStep(leaving)).toBeNull();
  });

  it("is typed in where no address is declared", () => {
    expect(declare({ platform: "connect", codes }).returnStep(leaving)).toBeNull();
    const panel = {
      platform: "generic",
      codes,
      name: "Panel",
      personParameter: "PID",
      sessionParameter: "PID",
    };
    expect(declare(panel).returnStep(leaving)).toBeNull();
    const back = { ...panel, returnTo: "https://panel.example/done?id={session}&code={code}" };
    expect(hrefOf(declare(back).returnStep({ ...leaving, session: "a&b=c" }))).toBe(
      "https://panel.example/done?id=a%26b%3Dc&code=DONE1234",
    );
  });
});

describe("a declaration", () => {
  const withReturn = (returnTo: string, platform = "generic") =>
    Recruitment.safeParse({ platform, codes, name: "Panel", personParameter: "PID", returnTo }).success;

  it("takes a return address with a host of its own only", () => {
    expect(withReturn("https://panel.example/done?code={code}")).toBe(true);
    for (const open of [
      "https://{session}/done",
      "https://{session}.panel.example/",
      "https://panel.example{session}/done",
      "https://panel.example@{session}/",
      "{session}",
      "http://panel.example/",
      "https://me:x@panel.example/",
      "https://panel.example/?id={person}",
      "javascript:alert({code})",
      `https://panel.example/${"a".repeat(500)}`,
    ])
      expect(withReturn(open), open).toBe(false);
  });

  it("of Connect returns to Connect", () => {
    expect(withReturn("https://connect.cloudresearch.com/done?code={code}", "connect")).toBe(true);
    expect(withReturn("https://panel.example/done", "connect")).toBe(false);
  });

  it("keeps the two ways out apart", () => {
    const same = { complete: "SAME1234", overQuota: "SAME1234" };
    expect(Recruitment.safeParse({ platform: "prolific", codes: same }).success).toBe(false);
  });

  it("of SONA names a site of SONA", () => {
    for (const site of [
      "sona-systems.com",
      "evil.example",
      "a.b.sona-systems.com",
      "x.sona-systems.com.evil.example",
    ])
      expect(Recruitment.safeParse({ ...sonaWish, site }).success, site).toBe(false);
  });

  it("whatever is filled in, a return address keeps its host", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (code, session) => {
        const { host, protocol } = new URL(
          fillTemplate("https://panel.example/{code}?s={session}", { code, session }),
        );
        return host === "panel.example" && protocol === "https:";
      }),
    );
  });

  it("gives every platform its advice, with each code it knows", () => {
    for (const wish of [
      { platform: "prolific", codes },
      { platform: "connect", codes },
      { platform: "mturk", codes },
      { platform: "generic", codes, name: "Panel", personParameter: "PID" },
    ]) {
      const advice = declare(wish).advice.join(" ");
      expect(advice).toContain(codes.complete);
      expect(advice).toContain(codes.overQuota);
    }
    expect(declare(sonaWish).advice.length).toBeGreaterThan(1);
  });
});

it("an arrival is what a page's address can say of itself", () => {
  const address = new URL(`https://lab.example/s/key?${prolific.entryQuery}`);
  const filled = address.href.replaceAll(/%7B%7B%(\w+)%%7D%7D|\{\{%(\w+)%\}\}/g, "abc123");
  const given = Object.fromEntries(new URL(filled).searchParams);
  expect(readArrival(prolific, given)).toMatchObject({
    person: "abc123",
    session: "abc123",
  } satisfies Partial<Arrival>);
});
