import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Letter {
  from: string;
  to: string[];
  /** As it came over the wire. */
  raw: string;
}

export interface TestMailServer {
  /** For SMTP_URL. */
  url: string;
  letters: Letter[];
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** The only name and password that may send. */
  login?: { user: string; pass: string };
}

/** A mail server on the loopback that keeps what it is given. */
export async function startMailServer({ login }: MailServerOptions = {}): Promise<TestMailServer> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth({ username, password }, _, done) {
      const isRight = username === login?.user && password === login?.pass;
      done(isRight ? null : new Error("wrong name or password"), isRight ? { user: username } : undefined);
    },
    async onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const { mailFrom, rcptTo } = envelope;
      letters.push({
        from: mailFrom ? mailFrom.address : "",
        to: rcptTo.map(({ address }) => address),
        raw: Buffer.concat(chunks).toString("utf8"),
      });
      done();
    },
  });
  // A client that hangs up in the middle is no fault of the test.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const who = login ? `${login.user}:${login.pass}@` : "";
  return {
    url: `smtp://${who}127.0.0.1:${port}`,
    letters,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
