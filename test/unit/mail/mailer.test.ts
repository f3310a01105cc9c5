import { afterEach, expect, test } from "vitest";
import { invitationMail } from "#lib/mail/invitation-mail.ts";
import { openMailer } from "#lib/mail/mailer.ts";
import { signInMail } from "#lib/mail/sign-in-mail.ts";
import { startMailServer, type TestMailServer } from "#test/support/smtp-server.ts";

let server: TestMailServer | undefined;
afterEach(() => server?.close());

const FROM = "Whynot <whynot@example.org>";
const siteUrl = "https://whynot.example.org";
const expiresAt = new Date("2026-03-01T12:00:00Z");
const invitation = { to: "kim@example.org", role: "curator", expiresAt, path: "/join/abc" };

async function deliver(mail: Parameters<ReturnType<typeof openMailer>["send"]>[0]) {
  server = await startMailServer();
  await openMailer({ smtpUrl: server.url, from: FROM, siteUrl }).send(mail);
  // Quoted-printable breaks long lines and writes "=" as =3D.
  const [letter] = server.letters;
  return { ...letter, text: letter.raw.replace(/=\r\n/g, "").replaceAll("=3D", "=") };
}

test("a letter arrives in plain text and in HTML with the whole link, and loads nothing from anywhere", async () => {
  const letter = await deliver(signInMail({ to: "kim@example.org", minutes: 20, path: "/signin/link/a-_9" }));
  expect(letter).toMatchObject({ from: "whynot@example.org", to: ["kim@example.org"] });
  expect(letter.raw).toMatch(/^Subject: Sign in to Whynot\r$/m);
  expect(letter.raw).toContain("Content-Type: text/plain");
  expect(letter.raw).toContain("Content-Type: text/html");
  const addresses = new Set(letter.text.match(/https?:\/\/[^\s"<]+/g));
  expect([...addresses]).toEqual(["https://whynot.example.org/signin/link/a-_9"]);
  expect(letter.text).not.toMatch(/<img|<script|src=|@import|<link/i);
});

test("a name can neither add a header nor an element", async () => {
  const letter = await deliver(
    invitationMail({
      ...invitation,
      workspace: "Lab\r\nBcc: spy@example.org\r\n\r\n<b>body</b>",
      invitedBy: 'Eve <img src="http://spy.example">',
    }),
  );
  expect(letter.to).toEqual(["kim@example.org"]);
  const head = letter.raw.slice(0, letter.raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]/g, "");
  expect(head).not.toMatch(/^Bcc:/im);
  expect(head).toMatch(/^Subject: Join Lab Bcc: spy@example.org <b>body<\/b> on Whynot\r?$/m);
  const html = letter.text.slice(letter.text.indexOf("<!doctype"));
  expect(html).not.toMatch(/<img|<b>/);
});

test("the wrong password, and no server at all, are said in words without the password", async () => {
  server = await startMailServer({ login: { user: "whynot", pass: "right-one" } });
  const { url } = server;
  await openMailer({ smtpUrl: url, from: FROM, siteUrl }).verify();
  const wrong = openMailer({ smtpUrl: url.replace("right-one", "wrong-one"), from: FROM, siteUrl });
  const refused = await wrong.verify().catch((error: Error) => error.message);
  expect(refused).toMatch(/The mail server did not take it: .*wrong name or password/);
  expect(refused).not.toContain("wrong-one");
  const nobody = openMailer({ smtpUrl: "smtp://127.0.0.1:1", from: FROM, siteUrl });
  await expect(
    nobody.send(invitationMail({ ...invitation, workspace: "Lab", invitedBy: "Ann" })),
  ).rejects.toMatchObject({
    code: "unavailable",
  });
});
