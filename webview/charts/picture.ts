import type { Palette } from '../kit/theme.ts';

const margin = 16;
const headHeight = 54;

/**
 * The canvases of a card one below the other as one PNG in base64, on the theme's background, with title and range above
 * and what the lines are below. Twice the size of the screen at least, as the canvases are drawn.
 */
export function picture(
  canvases: readonly HTMLCanvasElement[],
  words: { readonly title: string; readonly subtitle: string; readonly legend: string },
  palette: Palette,
): string {
  const shown = canvases.filter((canvas) => canvas.clientWidth > 0 && canvas.clientHeight > 0);
  const width = Math.max(320, ...shown.map((canvas) => canvas.clientWidth));
  const height = shown.reduce((sum, canvas) => sum + canvas.clientHeight + 8, 0);
  const scale = Math.max(1, ...shown.map((canvas) => canvas.width / canvas.clientWidth));
  const target = document.createElement('canvas');
  target.width = Math.round((width + 2 * margin) * scale);
  target.height = Math.round((height + headHeight + 2 * margin) * scale);
  const ctx = target.getContext('2d');
  if (!ctx) throw new Error('This window cannot draw pictures.');
  ctx.scale(scale, scale);
  ctx.fillStyle = palette.background;
  ctx.fillRect(0, 0, width + 2 * margin, height + headHeight + 2 * margin);
  ctx.textBaseline = 'top';
  ctx.fillStyle = palette.foreground;
  ctx.font = `600 15px ${palette.font}`;
  ctx.fillText(words.title, margin, margin, width);
  ctx.fillStyle = palette.muted;
  ctx.font = `12px ${palette.font}`;
  ctx.fillText(words.subtitle, margin, margin + 20, width);
  ctx.fillText(words.legend, margin, margin + 36, width);
  let top = margin + headHeight;
  for (const canvas of shown) {
    ctx.drawImage(canvas, margin, top, canvas.clientWidth, canvas.clientHeight);
    top += canvas.clientHeight + 8;
  }
  return target.toDataURL('image/png').slice('data:image/png;base64,'.length);
}
