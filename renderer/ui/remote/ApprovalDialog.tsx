import { Button, Group, Modal, Text } from '@mantine/core';
import { openRange } from '../../state/range-menu.js';
import { describeScan } from './describe-question.js';

export interface ToApprove {
  readonly bytes: number;
  readonly costUsd: number | null;
  /** What the figure rests on, in a sentence. */
  readonly basis?: string;
}

interface ApprovalDialogProps {
  readonly connection: string;
  /** What would be scanned; null: nothing is asked, and the dialog is closed. */
  readonly scan: ToApprove | null;
  readonly onApprove: (bytes: number) => void;
  readonly onClose: () => void;
}

/** Beyond the connection's soft limit a person decides. */
export function ApprovalDialog({ connection, scan, onApprove, onClose }: ApprovalDialogProps) {
  return (
    <Modal
      opened={scan !== null}
      onClose={onClose}
      title={scan && `This would scan ${describeScan(scan.bytes, scan.costUsd)}`}
    >
      {scan && (
        <>
          <Text size="sm">
            That is more than the connection “{connection}” scans without asking. {scan.basis}
          </Text>
          <Group justify="flex-end" gap={8} mt={16}>
            <Button
              variant="default"
              data-autofocus
              onClick={() => {
                onClose();
                openRange();
              }}
            >
              Choose a shorter range
            </Button>
            <Button
              onClick={() => {
                onClose();
                onApprove(scan.bytes);
              }}
            >
              Run it
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
