import { AppError } from "#lib/errors.ts";
import { composeMail, type Mail } from "./compose-mail.ts";

/** Hands letters to a mail server. */
export interface Mailer {
  /** @throws AppError `unavailable` when the server does not take the letter */
  send(mail: Mail): Promise<void>;
  /** Connects and signs in without sending anything. @throws AppError `unavailable` */
  verify(): Promise<void>;
}

export interface MailSettings {
  smtpUrl: string;
  /** "Whynot <whynot@example.org>" */
  from: string;
  /** Where links lead. */
  siteUrl: string;
}

/** A person waits for the answer: a server that hangs is given up soon. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as const;

async function openTransport({ smtpUrl }: MailSettings) {
  const { createTransport } = await import("nodemailer");
  // Nothing a letter holds may make the server read files or fetch addresses.
  return createTransport({ url: smtpUrl, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
}

/** A connection a letter: letters are few, and a site that is idle should hold nothing open. */
export function openMailer(settings: MailSettings): Mailer {
  async function withTransport(
    work: (transport: Awaited<ReturnType<typeof openTransport>>) => Promise<unknown>,
  ) {
    const transport = await openTransport(settings);
    try {
      await work(transport);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AppError("unavailable", `The mail server did not take it: ${reason}`, {}, cause);
    } finally {
      transport.close();
    }
  }
  return {
    send: (mail) =>
      withTransport((transport) =>
        transport.sendMail({ from: settings.from, ...composeMail(mail, settings.siteUrl) }),
      ),
    verify: () => withTransport((transport) => transport.verify()),
  };
}
