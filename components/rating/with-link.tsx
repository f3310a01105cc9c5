/** @jsxImportSource preact */

interface Props {
  /** With {link} where the link stands. */
  readonly text: string;
  readonly label: string;
  readonly href: string;
}

/** A sentence with a link in it. */
export function WithLink({ text, label, href }: Props) {
  const [before, after] = text.split("{link}");
  return (
    <>
      {before}
      <a href={href}>{label}</a>
      {after}
    </>
  );
}
