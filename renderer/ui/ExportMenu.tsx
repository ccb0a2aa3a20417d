import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload, IconFileTypePdf, IconPhoto, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReportFormat, ReportQuestion } from '../../preload/contract.js';
import { exportReport, savePicture } from '../state/exports.js';
import type { RemoteQuestion } from '../state/remote-answers.js';
import { usePictures, type ChartPicture } from './chart-pictures.js';
import { ExportDialog } from './remote/ExportDialog.js';

interface ExportMenuProps {
  readonly question: ReportQuestion | null;
  /** False while what is shown is not the answer to `question`. */
  readonly isReady: boolean;
  readonly title: string;
  /** The question where an engine elsewhere has answered: an export asks it once more. */
  readonly remote?: RemoteQuestion | null;
}

const formats: readonly { readonly format: ReportFormat; readonly label: string; readonly icon: typeof IconTable }[] = [
  { format: 'pdf', label: 'PDF, to hand over', icon: IconFileTypePdf },
  { format: 'csv', label: 'CSV, for a spreadsheet', icon: IconTable },
  { format: 'json', label: 'JSON, for a program', icon: IconTable },
  { format: 'parquet', label: 'Parquet, for a data tool', icon: IconTable },
];

async function saveChart(picture: ChartPicture, kind: 'png' | 'svg'): Promise<void> {
  const bytes = kind === 'png' ? await picture.toPng() : new TextEncoder().encode(picture.toSvg());
  await savePicture(picture.title, kind, bytes);
}

/** The report with its filters and definition to a file, and each chart of the page as a picture. */
export function ExportMenu({ question, isReady, title, remote = null }: ExportMenuProps) {
  const pictures = usePictures();
  const [format, setFormat] = useState<ReportFormat | null>(null);
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={260}>
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconDownload size={14} stroke={1.5} />}
            rightSection={<IconChevronDown size={14} stroke={1.5} />}
            disabled={question === null || !isReady}
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>The whole report{remote && `, asked on ${remote.connection} again`}</Menu.Label>
          {formats.map(({ format, label, icon: Icon }) => (
            <Menu.Item
              key={format}
              leftSection={<Icon size={16} stroke={1.5} />}
              onClick={() => (remote ? setFormat(format) : question && void exportReport(question, format, title))}
            >
              {label}
            </Menu.Item>
          ))}
          {pictures.map((picture, at) => (
            <div key={at}>
              <Menu.Label>{picture.title}</Menu.Label>
              {(['png', 'svg'] as const).map((kind) => (
                <Menu.Item
                  key={kind}
                  leftSection={<IconPhoto size={16} stroke={1.5} />}
                  onClick={() => void saveChart(picture, kind)}
                >
                  {kind === 'png' ? 'PNG, a picture' : 'SVG, to edit'}
                </Menu.Item>
              ))}
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
      {remote && <ExportDialog question={remote} format={format} title={title} onClose={() => setFormat(null)} />}
    </>
  );
}
