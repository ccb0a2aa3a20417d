/** Where a tip stands: right of its point where it fits, else left of it; never out of the frame's sides. */

interface Size {
  readonly width: number;
  readonly height: number;
}

const gapPx = 14;

export function placeTip(
  point: { readonly x: number; readonly y: number },
  tip: Size,
  frame: Size,
): { readonly left: number; readonly top: number } {
  const right = point.x + gapPx;
  const left = right + tip.width <= frame.width ? right : point.x - gapPx - tip.width;
  const top = Math.min(point.y + gapPx, frame.height - tip.height);
  return { left: Math.max(0, Math.min(left, frame.width - tip.width)), top: Math.max(0, top) };
}
