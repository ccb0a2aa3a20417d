/** The colours and type of all charts, on screen (light, dark) and on paper. */

export interface ChartTheme {
  readonly name: 'light' | 'dark' | 'print';
  /** Length of transitions; 0 on paper and where the system asks for less motion. */
  readonly animationMs: number;
  /** For separators in numbers; words are English. */
  readonly locale: string;
  readonly fontFamily: string;
  readonly fontSizePx: number;
  readonly text: string;
  readonly mutedText: string;
  readonly grid: string;
  readonly axis: string;
  readonly surface: string;
  /** Behind the column that the pointer is in. */
  readonly pointerShade: string;
  readonly accent: string;
  /** Okabe–Ito order, seven colours; what comes after them is `other`. */
  readonly categorical: readonly string[];
  readonly other: string;
  /** Fill of a heatmap's cell that has no value. */
  readonly missing: string;
  /** What an event type looks like on every screen. */
  readonly events: Readonly<Record<'view' | 'cart' | 'remove' | 'purchase', string>>;
  /** What became of a cart line. */
  readonly outcomes: Readonly<Record<'bought' | 'removed' | 'abandoned' | 'undecided', string>>;
  readonly visitors: Readonly<Record<'returning' | 'fresh' | 'sessions', string>>;
  readonly segments: Readonly<Record<'under_exposed' | 'leaky' | 'star' | 'niche', string>>;
  /** One hue, from little to much. */
  readonly sequential: readonly string[];
  /** From below the middle over a neutral middle to above it. */
  readonly diverging: readonly string[];
}

const orange = '#E69F00';
const skyBlue = '#56B4E9';
const bluishGreen = '#009E73';
const yellow = '#F0E442';
const blue = '#0072B2';
const vermilion = '#D55E00';
const reddishPurple = '#CC79A7';

const colours = {
  categorical: [orange, skyBlue, bluishGreen, yellow, blue, vermilion, reddishPurple],
  events: { view: skyBlue, cart: orange, remove: reddishPurple, purchase: bluishGreen },
} as const;

export const lightTheme: ChartTheme = {
  ...colours,
  name: 'light',
  animationMs: 120,
  locale: 'en-US',
  fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
  fontSizePx: 12,
  text: '#212529',
  mutedText: '#5c636a',
  grid: '#e9ecef',
  axis: '#adb5bd',
  surface: '#ffffff',
  pointerShade: 'rgba(33, 37, 41, 0.06)',
  accent: '#4263eb',
  other: '#adb5bd',
  missing: '#f1f3f5',
  outcomes: { bought: bluishGreen, removed: reddishPurple, abandoned: vermilion, undecided: '#ced4da' },
  visitors: { returning: blue, fresh: skyBlue, sessions: orange },
  segments: { under_exposed: bluishGreen, leaky: vermilion, star: blue, niche: '#868e96' },
  sequential: ['#edf2ff', '#bac8ff', '#748ffc', '#4263eb', '#1f2f99'],
  diverging: [vermilion, '#f3c9ad', '#f1f3f5', '#a9cfe6', blue],
};

export const darkTheme: ChartTheme = {
  ...lightTheme,
  name: 'dark',
  text: '#e9ecef',
  mutedText: '#a6adb4',
  grid: '#2c2e33',
  axis: '#5c5f66',
  surface: '#1a1b1e',
  pointerShade: 'rgba(255, 255, 255, 0.07)',
  accent: '#91a7ff',
  other: '#6c757d',
  missing: '#202124',
  outcomes: { bought: bluishGreen, removed: reddishPurple, abandoned: '#e8702a', undecided: '#495057' },
  visitors: { returning: '#3d94cf', fresh: skyBlue, sessions: orange },
  segments: { under_exposed: '#1fb58a', leaky: '#e8702a', star: '#3d94cf', niche: '#868e96' },
  sequential: ['#1f2233', '#2f3d7a', '#4c63c9', '#7f95f5', '#dbe4ff'],
  diverging: ['#f0813d', '#86502f', '#2f3136', '#2f6a92', '#5bb2ec'],
};

export const printTheme: ChartTheme = {
  ...lightTheme,
  name: 'print',
  animationMs: 0,
  fontFamily: 'Roboto, sans-serif',
};
