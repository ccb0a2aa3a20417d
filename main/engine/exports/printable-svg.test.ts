import { describe, expect, it } from 'vitest';
import { toPrintableSvg } from './printable-svg.js';

describe('a printable SVG', () => {
  it('has the alpha of a colour in its opacity', () => {
    expect(toPrintableSvg('<path d="M0 0" fill="#D55E00cc" fill-opacity="0.5" stroke="#ffffff80"/>')).toBe(
      '<path d="M0 0" fill="#D55E00" fill-opacity="0.4" stroke="#ffffff" stroke-opacity="0.502"/>',
    );
    expect(toPrintableSvg('<stop offset="0" stop-color="#00ff0000"></stop>')).toBe(
      '<stop offset="0" stop-color="#00ff00" stop-opacity="0"></stop>',
    );
  });

  it('leaves other colours', () => {
    const svg = '<rect fill="#D55E00" stroke="none"/><path fill="rgba(0,0,0,0.2)"></path>';
    expect(toPrintableSvg(svg)).toBe(svg);
  });

  it('draws a halo before its letters', () => {
    const svg =
      '<text y="1" fill="#212529" stroke="#fff" stroke-width="2" paint-order="stroke" stroke-opacity="0.8">a &lt; b</text>';
    expect(toPrintableSvg(svg)).toBe(
      '<text y="1" fill="#212529" stroke="#fff" stroke-width="2"  stroke-opacity="0.8">a &lt; b</text>' +
        '<text y="1" fill="#212529" >a &lt; b</text>',
    );
  });
});
