import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { EarlyInput } from "#components/ui/early-input.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Whynot", template: "%s · Whynot" },
  description:
    "Why this class, and why not that one: visual explanations of image classifiers, rated and reported.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#121211" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="min-h-dvh bg-canvas text-ink antialiased">
        {children}
        <EarlyInput />
      </body>
    </html>
  );
}
