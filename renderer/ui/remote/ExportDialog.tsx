import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReportFormat } from '../../../preload/contract.js';
import { useConnections } from '../../state/connections.js';
import { exportReport } from '../../state/exports.js';
import type { RemoteQuestion } from '../../state/remote-answers.js';
import { useEstimate } from '../../state/report-answer.js';
import { describeEstimate } from './describe-question.js';

interface ExportDialogProps {
  readonly question: RemoteQuestion;
  /** Null: nothing is exported, and the dialog is closed. */
  readonly format: ReportFormat | null;
  readonly title: string;
  readonly onClose: () => void;
}

/** Whether the engine over there may answer an export from what it has answered already. */
function describeReuse(minutes: number): string {
  return minutes > 0
    ? `An answer of the last ${minutes} minutes is used again, if the engine still has it: then nothing is scanned.`
    : 'Earlier answers are not used again on this connection, so it scans once more.';
}

/** An export asks the engine elsewhere once more: a person agrees to what that may scan. */
export function ExportDialog({ question, format, title, onClose }: ExportDialogProps) {
  const isOpen = format !== null;
  const { data: estimate, error } = useEstimate(isOpen ? question : null);
  const connection = useConnections().data?.find(({ name }) => name === question.connection);
  return (
    <Modal opened={isOpen} onClose={onClose} title={`The export asks ${question.connection} again`}>
      {isOpen && (
        <>
          <Text size="sm">
            The file is written from an answer of its own
            {estimate ? `: it ${describeEstimate(estimate)}.` : '.'}{' '}
            {connection?.kind === 'athena' && describeReuse(connection.reuseMinutes)}
          </Text>
          {error && (
            <Text size="sm" mt={8}>
              What it would scan could not be found out: {error.message}
            </Text>
          )}
          <Group justify="flex-end" gap={8} mt={16}>
            <Button variant="default" data-autofocus onClick={onClose}>
              Leave it
            </Button>
            <Button
              loading={!estimate && !error}
              onClick={() => {
                onClose();
                void exportReport({ ...question, approvedBytes: estimate?.bytes ?? undefined }, format, title);
              }}
            >
              Export
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
