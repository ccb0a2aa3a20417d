/** Names beside bubbles, where they cover neither another bubble nor another name. */

export interface Bubble {
  /** Centre and radius in pixels, y downwards. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface NamedBubble extends Bubble {
  readonly name: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export type LabelSide = 'right' | 'left' | 'top' | 'bottom' | 'inside';

export interface Surroundings {
  readonly plot: Box;
  readonly bubbles: readonly Bubble[];
  /** What no name may cover. */
  readonly taken: readonly Box[];
  /** What a name covers only where there is no better place: lines. */
  readonly avoided: readonly Box[];
}

const characterPx = 6.4;
const lineHeightPx = 14;
const gapPx = 4;
/** Smaller bubbles may lie under a name: there are hundreds of them. */
const leastRadiusPx = 6;

/** So large a bubble keeps its name on it, whatever lies around. */
const largeRadiusPx = 10;

/** The room that a name of 11 px takes. */
function boxOf({ name, x, y, radius }: NamedBubble, side: LabelSide): Box {
  const width = name.length * characterPx;
  const reach = radius + gapPx;
  const middle = {
    right: [x + reach + width / 2, y],
    left: [x - reach - width / 2, y],
    top: [x, y - reach - lineHeightPx / 2],
    bottom: [x, y + reach + lineHeightPx / 2],
    inside: [x, y],
  } as const;
  const [centre, level] = middle[side];
  return {
    left: centre - width / 2,
    right: centre + width / 2,
    top: level - lineHeightPx / 2,
    bottom: level + lineHeightPx / 2,
  };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function covers(box: Box, { x, y, radius }: Bubble): boolean {
  const nearestX = Math.max(box.left, Math.min(x, box.right));
  const nearestY = Math.max(box.top, Math.min(y, box.bottom));
  return (nearestX - x) ** 2 + (nearestY - y) ** 2 < radius ** 2;
}

function isWithin(box: Box, plot: Box): boolean {
  return box.left >= plot.left && box.right <= plot.right && box.top >= plot.top && box.bottom <= plot.bottom;
}

/**
 * The side of each name, the first ones first; null where there is no room. A name lies on its own bubble only where
 * nothing else is free, and only a large one may then touch others.
 */
export function placeLabels(
  named: readonly NamedBubble[],
  { plot, bubbles, taken, avoided }: Surroundings,
): readonly (LabelSide | null)[] {
  const placed = [...taken];
  const obstacles = bubbles.filter(({ radius }) => radius >= leastRadiusPx);
  return named.map((label) => {
    const others = obstacles.filter(({ x, y }) => x !== label.x || y !== label.y);
    const hasRoom = (side: LabelSide) => {
      const box = boxOf(label, side);
      return isWithin(box, plot) && !placed.some((other) => overlap(box, other));
    };
    const isFree = (side: LabelSide) => hasRoom(side) && !others.some((other) => covers(boxOf(label, side), other));
    const beside = (['right', 'left', 'top', 'bottom'] as const).filter(isFree);
    const clear = beside.find((side) => !avoided.some((line) => overlap(boxOf(label, side), line)));
    const side = clear ?? beside[0] ?? ((label.radius >= largeRadiusPx ? hasRoom : isFree)('inside') ? 'inside' : null);
    if (side !== null) placed.push(boxOf(label, side));
    return side;
  });
}
