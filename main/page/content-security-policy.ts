/**
 * The policy under which the page runs in every host: code, styles and data only from the host itself, no inline script,
 * style elements only with the nonce of this very load.
 */
export function contentSecurityPolicy(styleNonce: string, socketAddress: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${socketAddress === null ? '' : ` ${socketAddress}`}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
