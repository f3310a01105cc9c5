/**
 * The layer rule (docs/architecture.md):
 *   app | workers | cli  ->  lib/services, lib/jobs, lib/auth ...  ->  the PURE folders  ->  lib/tensor
 */
const PURE = "^lib/(scouter|onnx|explain|metrics|stats|study|formats|imaging)/";
const PLATFORM = "^lib/(services|jobs|auth|db|storage|http|observability|config)";
const OUTER = "^(app|workers|cli|components|prisma/seed|scripts|test|demo)/";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "Two files that need each other are one idea or three.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "pure-stays-pure",
      comment: "What a PURE folder needs comes in as an argument.",
      severity: "error",
      from: { path: PURE },
      to: { path: `${PLATFORM}|^node_modules/(next|react|@prisma|pg|graphile-worker|pino)/|${OUTER}` },
    },
    {
      name: "pure-without-system",
      comment: "No file system, processes or network in a PURE folder.",
      severity: "error",
      from: { path: PURE },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(buffer|util|zlib|assert)$" },
    },
    {
      name: "tensor-is-the-bottom",
      comment: "lib/tensor knows engines, not explanations.",
      severity: "error",
      from: { path: "^lib/tensor/" },
      to: { path: `${PURE}|${PLATFORM}|${OUTER}` },
    },
    {
      name: "lib-knows-no-entry-point",
      comment: "Services are called by app, workers and cli, never the other way round.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|workers|cli|test)/" },
    },
    {
      name: "site-without-heavy-maths",
      comment: "The site enqueues; workers compute. No engine ends up in the web process.",
      severity: "error",
      from: { path: "^app/" },
      to: {
        path: "^(workers|cli)/|^lib/tensor/(?!model-view|random)|^node_modules/(@tensorflow|onnxruntime|webgpu)",
      },
    },
    {
      name: "participant-sees-no-research-code",
      comment: "The participant's bundle contains the rating app and nothing that knows of methods.",
      severity: "error",
      from: { path: "^components/rating/" },
      to: {
        path: "^(app|lib/(services|jobs|db|auth|explain|metrics|stats|scouter|onnx|tensor))/|^components/(?!rating/)",
      },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/db/generated/|^\\.next/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
