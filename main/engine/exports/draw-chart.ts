/** A chart as SVG for print, drawn without a browser. */
import { init, type EChartsOption } from 'echarts';
import { toPrintableSvg } from './printable-svg.js';

/** Returns the SVG's text. `option` is not changed; nothing in it moves. */
export function drawChart(option: EChartsOption, widthPx: number, heightPx: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: widthPx, height: heightPx });
  try {
    chart.setOption({ ...option, animation: false });
    return toPrintableSvg(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}
