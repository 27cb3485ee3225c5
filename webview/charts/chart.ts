import type { JSX } from 'preact';
import type { DrawdownSpell, Subject } from '../../src/core/model/performance.ts';
import type { Curve } from '../../src/core/model/series.ts';
import type { SeriesAnswer } from '../../src/protocol/engine.ts';
import type { PageRequests, SectionName } from '../../src/protocol/page.ts';
import type { Tone } from '../../src/protocol/panelView.ts';
import type { Palette } from '../kit/theme.ts';

/** An entry of the list in index.ts: where it stands, and the card that asks, draws, and has a table. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly section: SectionName;
  /** Not of a tear sheet, which has returns but no book. */
  readonly bookOnly: boolean;
  readonly Card: () => JSX.Element;
}

/** A choice in the card's head, kept in the page's state. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly title: string }[];
}

export type Chosen = Readonly<Record<string, string>>;

/** Of what, beside what: what a question says whatever the chart is. */
export interface Scope {
  readonly portfolio: string;
  readonly subject: Subject;
  readonly benchmarks: readonly string[] | null;
}

/** A question for one curve; window and width are added by the card. */
export type SeriesQuestion = Omit<PageRequests['series'][0], 'from' | 'to' | 'px' | keyof Scope> & {
  /** Where the scope's is not wanted. */
  readonly benchmarks?: readonly string[] | null;
};

export interface PlotContext {
  readonly palette: Palette;
  readonly currency: string;
  /** Name of what is drawn: "Portfolio", or the subject's. */
  readonly title: string;
  /** The answers are fractions, not amounts. */
  readonly percent: boolean;
  readonly log: boolean;
  /** Of the configuration, a negative fraction. */
  readonly drawdownLimit: number | null;
  readonly chosen: Chosen;
}

/** A chart over time: one or more panes over one range, drawn from curves that the engine decimated for the width. */
export interface TimeChart {
  readonly id: string;
  readonly title: string;
  readonly section: SectionName;
  readonly bookOnly?: boolean;
  /** Said where there is nothing and the engine gives no reason. */
  readonly empty: string;
  readonly choices: readonly Choice[];
  questions(chosen: Chosen, percent: boolean): readonly SeriesQuestion[];
  subtitle(
    answers: readonly SeriesAnswer[] | null,
    context: Pick<PlotContext, 'currency' | 'percent' | 'chosen'>,
  ): string;
  /** What is drawn; header, spoken words, table, picture and CSV are made from it too. */
  plot(answers: readonly SeriesAnswer[], context: PlotContext): readonly Pane[];
}

/** One drawing area with its own value axis. */
export interface Pane {
  readonly id: string;
  /** Over the pane; null for the first, which the card's title names. */
  readonly label: string | null;
  readonly low?: boolean;
  readonly lines: readonly PlotLine[];
  readonly axis: Axis;
  /** Value of this line's last point in a tag on the axis. */
  readonly tag: string | null;
  readonly limit?: { readonly value: number; readonly text: string } | null;
  /** Marked and numbered, worst first. */
  readonly spells?: readonly DrawdownSpell[];
}

export interface Axis {
  /** Fixed ends; null: about what is visible. */
  readonly min: number | null;
  readonly max: number | null;
  /** Stays in sight. */
  readonly include?: number;
  /** Logarithmic over value + offset. */
  readonly log?: { readonly offset: number } | null;
  label(value: number, ticks: readonly number[]): string;
}

export interface PlotLine {
  readonly id: string;
  readonly title: string;
  readonly colour: string;
  /** `stack` fills from the line before it; `under` from zero. */
  readonly style: 'line' | 'dashed' | 'dotted' | 'under' | 'stack';
  /** Of `under` and `stack`. */
  readonly fill?: string;
  /** Parts that were not seen as they happened, drawn in this colour. */
  readonly lighter?: {
    readonly colour: string;
    readonly spans: readonly { readonly from: number; readonly to: number; readonly origin: string }[];
  };
  readonly curve: Curve;
  /** For `stack`: the part itself, where `curve` is the sum up to it. */
  readonly own?: Curve;
  text(value: number): string;
  /** For the tag on the axis, where there is little room. */
  short?(value: number): string;
  tone?(value: number): Tone;
}
