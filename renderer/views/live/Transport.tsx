import { ActionIcon, Button, SegmentedControl, Select, Tooltip } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconPlayerStop,
} from '@tabler/icons-react';
import { formatMoment } from '../../../charts/format-moment.js';
import { useCall } from '../../engine.js';
import { useFilters } from '../../state/filters.js';
import { setSpeed, speeds, startPlaying, stepPlaying, stopPlaying, useLive, type LiveAim } from '../../state/live.js';
import { formatNumber, notKnown } from '../../ui/format-number.js';
import { togglePlaying } from './use-live-keys.js';
import { useResumable } from './use-resumable.js';
import classes from './Transport.module.css';

function nameSpeed(speed: number | null): string {
  return speed === null ? 'Max' : `${formatNumber(speed)}×`;
}

const speedChoices = speeds.map((speed) => ({ value: String(speed), label: nameSpeed(speed) }));

interface TransportProps {
  readonly aim: LiveAim;
  readonly onPack: (pack: string) => void;
}

/** Play, pause, a minute further, stop; how fast; through which pack. */
export function Transport({ aim, onPack }: TransportProps) {
  const isRunning = useLive((state) => state.isRunning);
  const isPaused = useLive((state) => state.isPaused);
  const speed = useLive((state) => state.speed);
  const run = useLive((state) => state.run);
  const packs = useCall('packs.list', {}).data ?? [];
  const resumable = useResumable(aim);
  const isPlaying = isRunning && !isPaused;
  const active = packs.find(({ isActive }) => isActive);
  const chosen = aim.pack ?? active?.pack.name ?? null;
  const played = isRunning ? (run?.pack ?? active?.pack.name ?? null) : null;
  return (
    <div className={classes.bar} role="group" aria-label="Transport">
      <div className={classes.buttons}>
        <Tooltip label={`${isPlaying ? 'Pause' : 'Play'} · Space`}>
          <ActionIcon
            size={34}
            variant="filled"
            aria-label={isPlaying ? 'Pause' : 'Play'}
            onClick={() => togglePlaying(aim)}
          >
            {isPlaying ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label="A minute further · →">
          <ActionIcon size={34} variant="default" aria-label="A minute further" onClick={() => void stepPlaying(aim)}>
            <IconPlayerSkipForward size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Stop: what was found is kept, and it can be resumed">
          <ActionIcon
            size={34}
            variant="default"
            aria-label="Stop"
            disabled={!isRunning}
            onClick={() => void stopPlaying()}
          >
            <IconPlayerStop size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Where />
      <Tooltip label="Slower [ · faster ]">
        <SegmentedControl
          size="xs"
          aria-label="Speed"
          data={speedChoices}
          value={String(speed)}
          onChange={(value) => setSpeed(speeds.find((other) => String(other) === value) ?? null)}
        />
      </Tooltip>
      <div className={classes.end}>
        {!isRunning && resumable && (
          <Button size="xs" variant="default" onClick={() => void startPlaying(aim, { resume: true })}>
            Resume
          </Button>
        )}
        <Select
          size="xs"
          w={190}
          aria-label="Rule pack"
          allowDeselect={false}
          data={packs.map(({ pack, isActive }) => ({
            value: pack.name,
            label: isActive ? `${pack.title} (active)` : pack.title,
          }))}
          value={chosen}
          onChange={(name) => name !== null && onPack(name === active?.pack.name ? '' : name)}
          comboboxProps={{ shadow: 'md' }}
        />
        {isRunning && played !== chosen && (
          <Button size="xs" variant="default" onClick={() => void startPlaying(aim)}>
            Start anew with it
          </Button>
        )}
      </div>
    </div>
  );
}

const words = { playing: 'playing', paused: 'paused', 'catching-up': 'catching up', ended: 'at its end' } as const;

/** The event time that has been reached. */
function Where() {
  const [{ tz }] = useFilters();
  const at = useLive(({ picture }) => picture?.frame.at ?? null);
  const state = useLive(({ picture }) => picture?.frame.state ?? null);
  const isRunning = useLive((live) => live.isRunning);
  const said = !isRunning ? (state === 'ended' ? words.ended : 'stopped') : state === null ? 'starting' : words[state];
  return (
    <div className={classes.where}>
      {at === null ? notKnown : formatMoment(at, tz)} <span className={classes.state}>{`${tz} · ${said}`}</span>
    </div>
  );
}
