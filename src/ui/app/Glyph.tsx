/** The mark: two axes and a loss that falls. */
export function Glyph({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" fill="none" aria-hidden>
      <path d="M3 2v17h17" stroke="var(--line-strong)" strokeWidth="1.5" />
      <path
        d="M5 4c1.6 7.6 5 10.6 14 11.4"
        stroke="var(--signal)"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
    </svg>
  );
}
