/**
 * The sizes of the grid, in CSS pixels, at a zoom and text size. One place gives them to the style
 * sheet (as custom properties) and to what measures rows before they are drawn.
 */
export interface Metrics {
  /** Zoom times text size: 1 is a grid at 100 % with normal text. */
  scale: number;
  /** Size of a cell's text, and of its marks. */
  text: number;
  mark: number;
  title: number;
  /** Height of a line of text. */
  line: number;
  /** Height of a mark. */
  markLine: number;
  /** Room around a cell's text, at each side; narrower where figures stand. */
  padX: number;
  padFigures: number;
  padY: number;
  /** Between a text and its marks, and between marks. */
  gap: number;
  header: number;
  /** The fold control before a heading, with the room after it. */
  fold: number;
}

/** Lines between cells, across and down. */
export const BORDER = 1;
/** The widest a column gets by fitting its texts, in CSS pixels at 100 %. */
export const WIDTH_FIT_MAX = 380;

export function metricsOf(scale: number): Metrics {
  const size = (at100: number) => Math.round(at100 * scale);
  // Quarters of a pixel: letters are drawn as wide as they were measured.
  const letters = (at100: number) => Math.round(at100 * scale * 4) / 4;
  return {
    scale,
    text: letters(14),
    mark: letters(12),
    title: letters(13),
    line: size(18),
    markLine: size(18) + 2 * BORDER,
    padX: size(8),
    padFigures: size(5),
    padY: size(6),
    gap: size(4),
    header: size(34),
    fold: size(18),
  };
}

/** The sizes as the style sheet reads them. */
export function metricsStyle(metrics: Metrics): Record<`--${string}`, string> {
  const px = (value: number) => `${String(value)}px`;
  return {
    "--t-m": px(metrics.text),
    "--t-s": px(metrics.title),
    "--t-xs": px(metrics.mark),
    "--g-line": px(metrics.line),
    "--g-mark-line": px(metrics.markLine),
    "--g-pad-x": px(metrics.padX),
    "--g-pad-figures": px(metrics.padFigures),
    "--g-pad-y": px(metrics.padY),
    "--g-gap": px(metrics.gap),
    "--g-header": px(metrics.header),
    "--g-fold": px(metrics.fold),
    "--g-scale": String(metrics.scale),
  };
}
