/** The nonce under which this page may add style elements: the host writes it into the meta element when it serves index.html. */
export function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
