import { useEffect, useState } from 'react';

/** True once `waiting` has been true for so long without a break. */
export function usePatience(waiting: boolean, milliseconds: number): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setIsOver(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setIsOver(false);
    };
  }, [waiting, milliseconds]);
  return waiting && isOver;
}
