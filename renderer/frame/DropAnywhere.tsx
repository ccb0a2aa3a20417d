import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useFilters } from '../state/filters.js';
import { inspectFiles } from '../state/loading.js';
import classes from './DropAnywhere.module.css';

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Files dropped anywhere in the window go to the Load screen. */
export function DropAnywhere() {
  const [{ dataset: open }] = useFilters();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const end = () => {
      depth = 0;
      setIsOver(false);
    };
    const onEnter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setIsOver(true);
    };
    const onLeave = () => {
      depth -= 1;
      if (depth <= 0) end();
    };
    const onOver = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      end();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void inspectFiles(files);
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    const entries = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
    for (const [name, listener] of entries) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of entries) window.removeEventListener(name, listener);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div className={classes.over}>
      <div className={classes.note}>
        <IconFileImport size={32} stroke={1.25} aria-hidden />
        {open === null ? 'Drop the files to look into them' : `Drop the files to load them, or to add them to ${open}`}
      </div>
    </div>
  );
}
