// Who may import whom (docs/architecture.md): the rooms are held apart by lint errors, not by advice.
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Forbids imports from the rooms named by `patterns` (as they stand in an import path). */
function forbid(files, ignores, patterns) {
  return {
    files,
    ignores,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: patterns.map(([regex, message]) => ({ regex, message, caseSensitive: true })) },
      ],
    },
  };
}

const node = ['^node:', 'only the engine and the hosts use Node'];
const electron = ['^electron(/|$)', "only main/electron and preload/bridge.ts import 'electron'"];
const main = ['(^|/)main/', 'this room does not import main/'];
const renderer = ['(^|/)renderer/', 'this room does not import renderer/'];
const hosts = ['/(electron|browser-host|cli)/', 'the engine does not know its hosts'];
const charts = ['(^|/)charts/', 'the contract imports nothing of ours'];
const echarts = ['^echarts', 'only renderer/charts/Chart.tsx and the PDF export draw with echarts'];
const rooms = 'alerts|ingest|reports|workspace|exports|sample|detection|connections|lake|remote';

export default tseslint.config(
  { ignores: ['dist/', 'release/', '.build/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } } },
    rules: {
      'max-lines': ['error', 400],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['**/*.ts', '**/*.tsx'], rules: { '@typescript-eslint/no-floating-promises': 'error' } },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['scripts/**', 'bench/**', 'evaluation/**', 'main/cli/**', 'e2e/**', '**/*.test.ts'],
    rules: { 'no-console': 'off' },
  },
  forbid(['preload/**/*.ts'], ['preload/bridge.ts', '**/*.test.ts'], [node, electron, main, renderer, charts, echarts]),
  forbid(['preload/bridge.ts'], [], [node, main, renderer, charts, echarts]),
  forbid(['charts/**/*.ts'], ['**/*.test.ts'], [node, electron, main, renderer, ['^echarts(?!$)', 'types only']]),
  forbid(['renderer/**/*.{ts,tsx}'], ['renderer/charts/Chart.tsx', '**/*.test.ts'], [node, electron, main, echarts]),
  forbid(['main/engine/**/*.ts'], ['main/engine/*/**', '**/*.test.ts'], [electron, renderer, hosts]),
  forbid(
    ['main/engine/*/**/*.ts'],
    ['**/*.test.ts'],
    [
      electron,
      renderer,
      hosts,
      [`\\.\\./(${rooms})/`, 'rooms do not import rooms: engine.ts hands each what it needs'],
    ],
  ),
  forbid(['main/browser-host/**', 'main/cli/**'], ['**/*.test.ts'], [electron, renderer]),
);
