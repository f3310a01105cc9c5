/** What went wrong with a form as a whole, said to screen readers as it appears; nothing when nothing did. */
export function FormError({ children }: { children?: string | null | false }) {
  if (!children) return null;
  return (
    <p role="alert" className="text-sm text-danger">
      {children}
    </p>
  );
}
