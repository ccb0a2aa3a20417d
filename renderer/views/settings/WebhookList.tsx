import { ActionIcon, Button, PasswordInput, Select, Switch, Text, TextInput, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { EngineError } from '../../../preload/contract.js';
import type { Severity } from '../../../preload/rules/rule-kind.js';
import type { Webhook } from '../../../preload/shapes.js';
import { useCall } from '../../engine.js';
import { removeWebhook, saveWebhook, testWebhook } from '../../state/webhooks.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { DeadLetters } from './DeadLetters.js';
import classes from './WebhookList.module.css';

const fromSeverity: { value: Severity; label: string }[] = [
  { value: 'low', label: 'All alerts' },
  { value: 'medium', label: 'Medium and high' },
  { value: 'high', label: 'High alone' },
];

/** Addresses that get each alert as JSON, signed with a secret that the engine keeps to itself. */
export function WebhookList() {
  const hooks = useCall('webhooks.list', {});
  return (
    <>
      <Text size="sm" c="var(--v-dim)">
        Each alert is posted as JSON when it fires, when it grows graver and when it is over. With a secret the body is
        signed (HMAC-SHA-256).
      </Text>
      {hooks.error && <ErrorNote error={hooks.error} onRetry={hooks.retry} />}
      <ul className={classes.list}>
        {(hooks.data ?? []).map((hook) => (
          <HookRow key={hook.url} hook={hook} />
        ))}
      </ul>
      <NewHook />
      <DeadLetters />
    </>
  );
}

function HookRow({ hook }: { readonly hook: Webhook }) {
  const { url, hasSecret, minSeverity, isOn } = hook;
  const [said, setSaid] = useState<string | null>(null);
  const change = (changes: Partial<Pick<Webhook, 'minSeverity' | 'isOn'>>) =>
    saveWebhook({ url, minSeverity, isOn, ...changes }).catch((error: unknown) =>
      setSaid(EngineError.from(error).message),
    );

  async function test() {
    setSaid('Sending a made-up alert');
    try {
      const { ok, detail } = await testWebhook(url);
      setSaid(`${ok ? 'Taken' : 'Not taken'}: ${detail}`);
    } catch (error) {
      setSaid(EngineError.from(error).message);
    }
  }

  return (
    <li className={classes.hook}>
      <span className={classes.url}>
        {url}
        <span className={classes.dim}>
          {' '}
          {hasSecret ? 'signed' : 'not signed'}
          {said !== null && ` · ${said}`}
        </span>
      </span>
      <Select
        size="xs"
        w={150}
        aria-label={`Which alerts go to ${url}`}
        data={fromSeverity}
        value={minSeverity}
        allowDeselect={false}
        onChange={(value) => value !== null && void change({ minSeverity: value })}
      />
      <Switch
        size="xs"
        withThumbIndicator={false}
        aria-label={`Send to ${url}`}
        checked={isOn}
        onChange={(event) => void change({ isOn: event.currentTarget.checked })}
      />
      <Button size="compact-sm" variant="default" onClick={() => void test()}>
        Test
      </Button>
      <Tooltip label="Remove">
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${url}`} onClick={() => void removeWebhook(url)}>
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function NewHook() {
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const [minSeverity, setMinSeverity] = useState<Severity>('medium');
  const [problem, setProblem] = useState<string | null>(null);

  async function add() {
    try {
      await saveWebhook({ url: url.trim(), secret: secret === '' ? undefined : secret, minSeverity, isOn: true });
      setUrl('');
      setSecret('');
      setProblem(null);
    } catch (thrown) {
      const error = EngineError.from(thrown);
      setProblem(
        error.code === 'bad_params' ? 'That is no address: it begins with http:// or https://.' : error.message,
      );
    }
  }

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextInput
        size="xs"
        label="Address"
        placeholder="https://example.org/alerts"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <PasswordInput
        size="xs"
        label="Secret"
        placeholder="none"
        autoComplete="new-password"
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <Select
        size="xs"
        label="Which alerts"
        data={fromSeverity}
        value={minSeverity}
        allowDeselect={false}
        onChange={(value) => value !== null && setMinSeverity(value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={url.trim() === ''}>
        Add
      </Button>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
