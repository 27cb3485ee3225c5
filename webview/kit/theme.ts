/** Colours for canvases, resolved from the tokens of page.css: Chart.js knows neither variables nor color-mix(). */
export interface Palette {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly grid: string;
  readonly border: string;
  readonly portfolio: string;
  readonly portfolioLight: string;
  /** Dim, for the lines beside the portfolio's. */
  readonly benchmark: string;
  readonly drawdown: string;
  readonly drawdownFill: string;
  readonly warning: string;
  readonly tagText: string;
  readonly diagonal: string;
  readonly positive: string;
  readonly negative: string;
  readonly slices: readonly string[];
  readonly font: string;
}

export type Rgba = readonly [number, number, number, number];

export function readPalette(): Palette {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const colour = (token: string): Rgba => {
    probe.style.setProperty('color', `var(${token})`);
    return parseColour(style.color);
  };
  const background = colour('--q-background');
  const portfolio = colour('--q-portfolio');
  const drawdown = colour('--q-drawdown');
  const palette: Palette = {
    foreground: css(colour('--q-foreground')),
    muted: css(colour('--q-muted')),
    background: css(background),
    grid: css(colour('--q-grid')),
    border: css(colour('--q-border')),
    portfolio: css(portfolio),
    portfolioLight: css(mix(portfolio, background, 0.5)),
    benchmark: css(colour('--q-benchmark')),
    drawdown: css(drawdown),
    drawdownFill: css([drawdown[0], drawdown[1], drawdown[2], 0.2]),
    warning: css(colour('--q-warning')),
    tagText: css(readableOn(portfolio)),
    diagonal: css(colour('--q-track')),
    positive: css(colour('--q-positive')),
    negative: css(colour('--q-negative')),
    slices: [1, 2, 3, 4, 5, 6, 7].map((index) => css(colour(`--q-slice-${index}`))),
    font: style.fontFamily,
  };
  probe.remove();
  return palette;
}

/** Calls back after the theme changed: two dark themes share a class, and settings change only html[style]. */
export function onThemeChange(listener: () => void): void {
  let queued = false;
  const observer = new MutationObserver(() => {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      listener();
    });
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id', 'style'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}

/** "rgb(1, 2, 3)", "rgba(…)" or "color(srgb 0.1 0.2 0.3 / 0.5)", as getComputedStyle answers. */
export function parseColour(text: string): Rgba {
  const numbers = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const scale = text.startsWith('color(') ? 255 : 1;
  const [r = 0, g = 0, b = 0, a = 1] = numbers;
  return [r * scale, g * scale, b * scale, a];
}

export function mix(a: Rgba, b: Rgba, share: number): Rgba {
  const at = (index: 0 | 1 | 2 | 3) => a[index] * share + b[index] * (1 - share);
  return [at(0), at(1), at(2), at(3)];
}

export function css(colour: Rgba): string {
  return `rgba(${colour.slice(0, 3).map(Math.round).join(', ')}, ${Math.round(colour[3] * 1000) / 1000})`;
}

/** Black or white, whichever contrasts more with a fill (WCAG 2 relative luminance). */
export function readableOn(fill: Rgba): Rgba {
  const [r, g, b] = [fill[0], fill[1], fill[2]].map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
  return luminance > 0.179 ? [0, 0, 0, 1] : [255, 255, 255, 1];
}
