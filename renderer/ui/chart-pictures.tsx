/** Charts offer themselves as pictures here; the export menu of their page lists them. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export interface ChartPicture {
  /** As in the menu and, made safe, in the file's name. */
  readonly title: string;
  readonly toSvg: () => string;
  readonly toPng: () => Promise<Uint8Array>;
}

interface Album {
  readonly add: (picture: ChartPicture) => () => void;
}

const AlbumContext = createContext<Album | null>(null);
const PicturesContext = createContext<readonly ChartPicture[]>([]);

export function ChartPictures({ children }: { readonly children: ReactNode }) {
  const [pictures, setPictures] = useState<readonly ChartPicture[]>([]);
  const album = useMemo<Album>(
    () => ({
      add: (picture) => {
        setPictures((all) => [...all, picture]);
        return () => setPictures((all) => all.filter((other) => other !== picture));
      },
    }),
    [],
  );
  return (
    <AlbumContext value={album}>
      <PicturesContext value={pictures}>{children}</PicturesContext>
    </AlbumContext>
  );
}

/** Offers a chart for export while it is shown. Keep the picture's identity stable (useMemo). */
export function useOfferPicture(picture: ChartPicture | null): void {
  const album = useContext(AlbumContext);
  useEffect(() => (picture ? album?.add(picture) : undefined), [album, picture]);
}

export function usePictures(): readonly ChartPicture[] {
  return useContext(PicturesContext);
}
