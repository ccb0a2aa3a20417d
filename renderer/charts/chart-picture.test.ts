import { init } from 'echarts';
import { expect, it } from 'vitest';
import { exampleBrands } from '../../charts/example-results.js';
import { brandQuadrantChart } from '../../charts/brand-quadrant-chart.js';
import { lightTheme } from '../../charts/theme.js';
import { frameSvg } from './chart-picture.js';

/** Every start tag of a text of XML, with its attributes in double quotes and nothing else. */
const tag = /<([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?>/gi;

it('is one well-formed SVG with the chart between its words', () => {
  const chart = brandQuadrantChart(exampleBrands(), lightTheme);
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: 1000, height: chart.heightPx });
  drawn.setOption({ ...chart.option, animation: false });
  const size = { width: 1000, height: chart.heightPx };
  const svg = frameSvg(drawn.renderToSVGString(), size, { title: 'A < B & "C"', caption: 'Oct · UTC' }, lightTheme);
  drawn.dispose();
  expect(svg).toContain(`viewBox="0 0 1048 ${chart.heightPx + 96}"`);
  expect(svg).toContain('>A &lt; B &amp; &quot;C&quot;</text>');
  expect(svg).toContain('>Oct · UTC</text>');
  expect(svg.match(/<svg /g)).toHaveLength(2);
  expect(svg.match(tag)).toHaveLength(svg.match(/<[a-z]/gi)?.length ?? 0);
});
