import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload, IconFileTypePdf, IconTable } from '@tabler/icons-react';
import type { AlertQuestion } from '../../../preload/contract.js';
import { exportAlerts } from '../../state/exports.js';

const formats = [
  { format: 'pdf', label: 'PDF, to hand over', icon: IconFileTypePdf },
  { format: 'csv', label: 'CSV, for a spreadsheet', icon: IconTable },
  { format: 'json', label: 'JSON, for a program', icon: IconTable },
] as const;

/** The alerts that are listed, all of them, with what people said of them. */
export function AlertExport({ question, isReady }: { readonly question: AlertQuestion; readonly isReady: boolean }) {
  return (
    <Menu position="bottom-end" shadow="md" width={230}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} stroke={1.5} />}
          rightSection={<IconChevronDown size={14} stroke={1.5} />}
          disabled={!isReady}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>The alerts that are listed</Menu.Label>
        {formats.map(({ format, label, icon: Icon }) => (
          <Menu.Item
            key={format}
            leftSection={<Icon size={16} stroke={1.5} />}
            onClick={() => void exportAlerts(question, format)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
