import { Kbd, Modal } from '@mantine/core';
import { modKey } from './mod-key.js';
import { screenEntries } from './screens.js';
import classes from './ShortcutsHelp.module.css';

interface ShortcutsHelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

const general: readonly (readonly [keys: readonly string[], what: string])[] = [
  [[modKey, 'K'], 'Search screens, brands, datasets and commands'],
  [['/'], 'The same'],
  [['Esc'], 'Close, or cancel what is running'],
  [['Alt', '←'], 'Undo the last change of filters'],
  [['Alt', '→'], 'Redo it'],
  [['?'], 'These shortcuts'],
];

const inTables: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['↑', '↓', '←', '→'], 'Move the cell'],
  [['Home'], 'First column; with Ctrl the first row'],
  [['End'], 'Last column; with Ctrl the last row'],
  [['Page ↑', 'Page ↓'], 'A page up or down'],
  [[modKey, 'C'], 'Copy the cell'],
];

const onLive: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['Space'], 'Play or pause'],
  [['→'], 'A minute further'],
  [['['], 'Slower'],
  [[']'], 'Faster'],
];

export function ShortcutsHelp({ opened, onClose }: ShortcutsHelpProps) {
  const screens = screenEntries.map(({ key, name }) => [['G', key.toUpperCase()], name] as const);
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={880}>
      <div className={classes.columns}>
        <Keys title="Everywhere" rows={general} />
        <Keys title="Go to" rows={screens} />
        <div>
          <Keys title="In tables" rows={inTables} />
          <Keys title="On the screen Live" rows={onLive} />
        </div>
      </div>
    </Modal>
  );
}

interface KeysProps {
  readonly title: string;
  readonly rows: readonly (readonly [keys: readonly string[], what: string])[];
}

function Keys({ title, rows }: KeysProps) {
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.list}>
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
