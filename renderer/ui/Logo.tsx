/** A showcase with three bars in it. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <rect x="1.5" y="1.5" width="21" height="21" rx="5" fill="var(--v-accent)" />
      <path
        d="M7 17.5v-4M12 17.5V9.5M17 17.5v-11"
        stroke="var(--v-on-accent)"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
