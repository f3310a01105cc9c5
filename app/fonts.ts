import localFont from "next/font/local";

/** Inter, latin subset, served by the site. Only researcher pages load it: a participant's page stays light. */
export const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
  preload: true,
});
