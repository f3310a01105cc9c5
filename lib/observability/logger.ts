import { type Logger, pino } from "pino";

const SECRETS = [
  "password",
  "passwordHash",
  "token",
  "secret",
  "authorization",
  "cookie",
  "databaseUrl",
  "url",
];
const CREDENTIALS_IN_URL = /(\w+:\/\/[^\s:@/]*:)[^\s@/]+@/g;

/** Takes passwords out of connection strings, which drivers like to quote in their messages. */
export function withoutCredentials(text: string): string {
  return text.replace(CREDENTIALS_IN_URL, "$1***@");
}

/** JSON lines on stderr, without anything that opens a door. */
export function createLogger(level: string, name: string): Logger {
  return pino(
    {
      name,
      level,
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "***" },
      serializers: {
        err: (error: Error) => {
          const plain = pino.stdSerializers.err(error);
          return {
            type: plain.type,
            message: withoutCredentials(plain.message),
            stack: withoutCredentials(plain.stack),
          };
        },
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
