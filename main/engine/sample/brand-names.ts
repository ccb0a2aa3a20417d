/** Brand names. All are invented: the sample gives them sales figures, which would be untrue of real companies. */
import type { Random } from './random.js';

/** The best-known brands of each first category level, by rank. */
// prettier-ignore
const known: Readonly<Record<string, readonly string[]>> = {
  electronics: ['velora', 'nordis', 'xenova', 'hanvei', 'orivo', 'tessaro', 'kolibra', 'sonavi', 'altavox', 'brontel'],
  computers: ['nordis', 'acelan', 'velora', 'hexatron', 'lumenso', 'quadrano', 'pirelo', 'datumi', 'inkora', 'modulex'],
  appliances: ['velora', 'bergholm', 'artesa', 'indigra', 'lucenda', 'elmvik', 'polarin', 'redmark', 'gorvana', 'vitkala'],
  apparel: ['rikoro', 'strobella', 'baden & lark', 'crowmere', 'salamina', 'tamarisa', 'nikano', 'respirra', 'alpinor', 'milenda'],
  accessories: ['wengana', 'polar & pine', 'rivaldi', 'catenza', 'magnaro', 'brialta', 'torvano', 'askenda', 'samonte', 'ergonna'],
  auto: ['prolodrive', 'starlane', 'pionara', 'cordivo', 'neolano', 'shomira', 'alvard', 'kixon', 'swattra', 'berklan'],
  construction: ['makoro', 'bohrwerk', 'dewalda', 'zubrano', 'resantra', 'stavrek', 'huterra', 'fubaro', 'metabor', 'kalibor'],
  furniture: ['homebruk', 'zetamo', 'dremora', 'ormano', 'sonlinna', 'triyano', 'stolvik', 'interra', 'kvantis', 'ikanto'],
  kids: ['cosano', 'peguna', 'brikora', 'happy bee', 'rantoon', 'matilora', 'simbalu', 'chicoro', 'joyolo', 'tutimi'],
  sport: ['stelvano', 'forvarda', 'torneva', 'novatrek', 'alterna', 'atemira', 'bradello', 'ketlora', 'meridano', 'stingara'],
  medicine: ['omnira', 'andorra med', 'b.vital', 'mikrolia', 'nisseno'],
  stationery: ['erikon', 'hatbora', 'stammara', 'pilotis', 'braunmark'],
};

// prettier-ignore
const starts = 'al an ar bel bo bra cal cor dan del dor el em fal fin gar gel har hel in ja kal kor la lin lo mar mel mi na nor ol or pal per qua ra ril sa sel sol ta tel tor ul va vel vi wel yor za zen'.split(' ');
const middles = ' a be da di e ga i ka la li ma ni o ra ri so ta ti va ze'.split(' ');
// prettier-ignore
const ends = 'bex cor dex don fit gen gor han ka lex lin lux mar max mi na net nix on ora pro ra rex ro sa son tec ton tra vik wood zo'.split(' ');

function invent(random: Random, taken: Set<string>): string {
  const part = (list: readonly string[]) => list[random.below(list.length)] as string;
  for (;;) {
    const name = part(starts) + part(middles) + part(ends);
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
}

/** `count` brands for a first category level, the best-known first. `taken` collects all names so far. */
export function nameBrands(random: Random, level: string, count: number, taken: Set<string>): readonly string[] {
  const names = (known[level] ?? []).slice(0, count);
  for (const name of names) taken.add(name);
  while (names.length < count) names.push(invent(random, taken));
  return names;
}
