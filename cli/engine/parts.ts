import { createHash } from "node:crypto";

/** A package of npm, with the digest that the registry published for it. */
export interface NpmPart {
  name: string;
  version: string;
  integrity: string;
}

/** A wheel of PyPI, and what of it is kept (shell patterns in which * also matches a slash). */
export interface WheelPart {
  requirement: string;
  sha256: string;
  keep: readonly string[];
}

export interface EnginePlan {
  kind: "cpu" | "gpu";
  tensorflow: string;
  tfjsNode: string;
  npm: readonly NpmPart[];
  wheels: readonly WheelPart[];
  /** Platform tags the wheels are published under. */
  tags: readonly string[];
  /** Free space the build needs at its largest. */
  buildBytes: number;
  /** Key of the plan: a build begun for another is not gone on with. */
  key: string;
}

export const TENSORFLOW = "2.21.0";
export const TFJS_NODE = "4.22.0";
/** Any interpreter's wheel has the same libraries; this one is taken whatever Python is installed. */
export const PYTHON_VERSION = "3.12";
export const PYTHON_ABI = "cp312";

const NPM: readonly NpmPart[] = [
  {
    name: "@tensorflow/tfjs-node",
    version: TFJS_NODE,
    integrity:
      "sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==",
  },
  {
    name: "google-protobuf",
    version: "3.21.4",
    integrity:
      "sha512-MnG7N936zcKTco4Jd2PX2U96Kf9PxygAPKBug+74LHzmHXmceN16MmRcdgZv+DGef/S9YvQAfRsNCn4cjf9yyQ==",
  },
  {
    // Node's C interface as headers, so that nothing has to be fetched from where Node is published.
    name: "node-api-headers",
    version: "1.9.0",
    integrity:
      "sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==",
  },
];

const LIBRARIES = ["tensorflow/libtensorflow_cc.*", "tensorflow/libtensorflow_framework.*"];
const HEADERS = [
  "tensorflow/include/tensorflow/c/*.h",
  "tensorflow/include/tensorflow/core/platform/ctstring*.h",
  "tensorflow/include/tsl/platform/ctstring*.h",
  "tensorflow/include/xla/tsl/c/*.h",
];
const LICENCES = ["*.dist-info/licenses/*", "*.dist-info/LICENSE*", "*.dist-info/License*"];

const tensorflow = (name: string, sha256: string): WheelPart => ({
  requirement: `${name}==${TENSORFLOW}`,
  sha256,
  keep: [...LIBRARIES, ...HEADERS, ...LICENCES],
});

/** TensorFlow's library looks for CUDA in `../nvidia/<part>/lib`, so each keeps its place in the wheel. */
const cuda = (requirement: string, sha256: string, keep = ["nvidia/*/lib/*.so*"]): WheelPart => ({
  requirement,
  sha256,
  keep: [...keep, ...LICENCES],
});

/** What the wheel's extra `and-cuda` names: CUDA 12 and cuDNN 9. */
const CUDA: readonly WheelPart[] = [
  cuda("nvidia-cublas-cu12==12.9.3.13", "d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72"),
  cuda("nvidia-cuda-cupti-cu12==12.8.90", "ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182"),
  cuda("nvidia-cuda-nvcc-cu12==12.9.86", "5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0", [
    "nvidia/cuda_nvcc/bin/*",
    "nvidia/cuda_nvcc/nvvm/*",
  ]),
  cuda("nvidia-cuda-nvrtc-cu12==12.9.86", "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4"),
  cuda(
    "nvidia-cuda-runtime-cu12==12.9.79",
    "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
  ),
  cuda("nvidia-cudnn-cu12==9.28.0.42", "9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375"),
  cuda("nvidia-cufft-cu12==11.4.1.4", "c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28"),
  cuda("nvidia-curand-cu12==10.3.10.19", "49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e"),
  cuda("nvidia-cusolver-cu12==11.7.5.82", "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88"),
  cuda(
    "nvidia-cusparse-cu12==12.5.10.65",
    "73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78",
  ),
  cuda("nvidia-nccl-cu12==2.32.3", "bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c"),
  cuda("nvidia-nvjitlink-cu12==12.9.86", "e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9"),
];

const LINUX_X64 = ["manylinux_2_27_x86_64", "manylinux2014_x86_64"];
const GB = 1e9;

type Source = Pick<EnginePlan, "wheels" | "tags" | "buildBytes">;

/** By kind, platform and processor. What is not here has no wheel, or none with CUDA. */
const SOURCES: Readonly<Record<string, Source>> = {
  "cpu linux x64": {
    tags: LINUX_X64,
    wheels: [
      tensorflow("tensorflow-cpu", "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb"),
    ],
    buildBytes: 1.8 * GB,
  },
  "cpu linux arm64": {
    tags: ["manylinux_2_27_aarch64"],
    wheels: [tensorflow("tensorflow", "b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552")],
    buildBytes: 1.8 * GB,
  },
  "cpu darwin arm64": {
    tags: ["macosx_12_0_arm64"],
    wheels: [tensorflow("tensorflow", "56ecd7d47429acbe1df2694d50b75bf9fc3995ac92cb367cd9af6c4780ead712")],
    buildBytes: 1.5 * GB,
  },
  "gpu linux x64": {
    tags: LINUX_X64,
    wheels: [
      tensorflow("tensorflow", "b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0"),
      ...CUDA,
    ],
    buildBytes: 8 * GB,
  },
};

/** @returns what an engine is built from on this platform, or null where it cannot be built */
export function planEngine(
  kind: EnginePlan["kind"],
  platform: string = process.platform,
  arch: string = process.arch,
): EnginePlan | null {
  const source = SOURCES[`${kind} ${platform} ${arch}`];
  if (!source) return null;
  const plan = { kind, tensorflow: TENSORFLOW, tfjsNode: TFJS_NODE, npm: NPM, ...source };
  const key = createHash("sha256").update(JSON.stringify(plan)).digest("hex").slice(0, 12);
  return { ...plan, key };
}
